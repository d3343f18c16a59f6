"""A report that a person reads: figures first, then every question that went wrong."""

from __future__ import annotations

from eval.run import Outcome, Report, share_right


def report_markdown(report: Report) -> str:
    held, tuned = report.part("held"), report.part("tuned")
    lines = [
        "# 问题集结果",
        "",
        "| 项目 | 数 |",
        "|---|---|",
        f"| 问题 | {len(report.outcomes)} |",
        f"| 答对 | {sum(not o.why for o in report.outcomes)}（{report.accuracy:.1%}） |",
        f"| 其中调过的 / 没看过的 | {share_right(tuned):.1%} / {share_right(held):.1%} |",
        f"| 带核对标记却答错 | {report.confident_wrong} |",
        f"| 该答却没答 | {report.refused} |",
        f"| 引用重读相符（pypdfium2） | {report.citations_reread} / {report.citations} |",
        f"| 引用重读相符（pdfplumber） | {report.citations_reread_otherwise} / {report.citations} |",
        f"| 耗时 p50 / p95 | {report.percentile(0.5):.0f} / {report.percentile(0.95):.0f} 毫秒 |",
        "",
        "| 类别 | 答对 |",
        "|---|---|",
    ]
    lines += [
        f"| {kind} | {sum(not o.why for o in part)} / {len(part)} |"
        for kind, part in report.by_kind.items()
    ]
    wrong = [o for o in report.outcomes if o.why]
    if wrong:
        lines += ["", "## 没答对的", "", *(_told(o) for o in wrong)]
    return "\n".join(lines) + "\n"


def _told(o: Outcome) -> str:
    return f"- {o.id} {o.question}：{'；'.join(o.why)} → [{o.status}] {o.text[:120]}"
