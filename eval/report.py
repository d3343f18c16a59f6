"""A report that a person reads: figures first, then every question that went wrong."""

from __future__ import annotations

from collections import defaultdict

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
        f"| 引用重读相符 | {report.citations_reread} / {report.citations} |",
        f"| 耗时 p50 / p95 | {report.percentile(0.5):.0f} / {report.percentile(0.95):.0f} 毫秒 |",
        "",
        "| 类别 | 答对 |",
        "|---|---|",
    ]
    lines += [f"| {kind} | {right} / {n} |" for kind, (right, n) in _kinds(report).items()]
    wrong = [o for o in report.outcomes if o.why]
    if wrong:
        lines += ["", "## 没答对的", "", *(_told(o) for o in wrong)]
    return "\n".join(lines) + "\n"


def _kinds(report: Report) -> dict[str, tuple[int, int]]:
    by: dict[str, list[Outcome]] = defaultdict(list)
    for o in report.outcomes:
        by[o.kind or "—"].append(o)
    return {k: (sum(not o.why for o in v), len(v)) for k, v in sorted(by.items())}


def _told(o: Outcome) -> str:
    return f"- {o.id} {o.question}：{'；'.join(o.why)} → [{o.status}] {o.text[:120]}"
