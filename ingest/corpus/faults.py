"""What the operating system refuses, said in Chinese."""

from __future__ import annotations

import errno

REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在的磁盘是只读的",
    errno.ENOSPC: "磁盘满了",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "已经有一个同名的文件",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.ENAMETOOLONG: "名字太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EIO: "磁盘读写出错",
    errno.EFBIG: "文件太大，磁盘不让写",
    errno.EDQUOT: "磁盘的配额用完了",
    errno.EMFILE: "打开的文件太多",
}


def explain(error: OSError) -> str:
    return REASONS.get(error.errno or 0, f"系统错误 {error.errno}")
