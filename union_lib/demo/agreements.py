"""What the demo's sides put on the table: clauses of each kind of contract, as unions and employers write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..negotiation.rules.clauses import ClauseText
from ..negotiation.rules.kinds import Subject, Topic


def _clause(key: str, topic: Topic, title: str, text: str, **figures: str) -> ClauseText:
    return ClauseText(key, topic, title, text, figures)


WAGES_UNION = (
    _clause("raise", Topic.PAY, "年度工资增长", "本年度职工平均工资增长 6%，一线岗位不低于平均增幅。"),
    _clause(
        "base", Topic.PAY, "最低岗位工资", "提供正常劳动的职工月工资不低于 2,100 元。", base_wage_fen="210000"
    ),
    _clause(
        "overtime",
        Topic.HOURS,
        "加班工资",
        "工作日延长工作时间的，按本人小时工资的 150% 支付。",
        overtime_workday="1.5",
    ),
    _clause("payday", Topic.PAY, "支付日期", "每月 10 日前以货币形式足额支付上月工资，遇节假日提前。"),
    _clause(
        "sick",
        Topic.BENEFITS,
        "病假待遇",
        "医疗期内病假工资不低于当地最低工资标准的 90%。",
        sick_pay_share="90%",
    ),
    _clause(
        "night", Topic.PAY, "夜班津贴", "夜班津贴由每班 10 元提高到每班 20 元，特殊高温季节另计高温津贴。"
    ),
)
WAGES_EMPLOYER = (
    _clause("raise", Topic.PAY, "年度工资增长", "本年度职工平均工资增长 3%，一线岗位不低于平均增幅。"),
    _clause(
        "base", Topic.PAY, "最低岗位工资", "提供正常劳动的职工月工资不低于 1,800 元。", base_wage_fen="180000"
    ),
    WAGES_UNION[2],
    _clause("payday", Topic.PAY, "支付日期", "每月 15 日前以货币形式足额支付上月工资，遇节假日提前。"),
    _clause(
        "sick",
        Topic.BENEFITS,
        "病假待遇",
        "医疗期内病假工资按当地最低工资标准的 80% 支付。",
        sick_pay_share="80%",
    ),
    _clause("award", Topic.PAY, "全勤奖", "全勤奖每月 200 元，按月考核发放。"),
)
STOPPAGE = (
    _clause(
        "cycle",
        Topic.STOPPAGE_PAY,
        "停产首个周期",
        "停工停产在一个工资支付周期内的，按劳动合同约定支付工资。",
    ),
    _clause(
        "living",
        Topic.STOPPAGE_PAY,
        "停产生活费",
        "超过一个工资支付周期、未安排工作的，按月发放生活费，不低于当地最低工资标准的 80%。",
        living_allowance_share="80%",
    ),
    _clause(
        "rotation", Topic.STOPPAGE_PAY, "轮岗轮休", "恢复生产前采取轮岗轮休，每名职工每月出勤不少于 10 天。"
    ),
    _clause(
        "defer",
        Topic.DEFERRAL,
        "延期支付",
        "确需延期支付的，征得工会同意并公示，分两期付清，最长不超过 60 日。",
        deferral_days="60",
    ),
    _clause("jobs", Topic.JOBS, "稳定岗位", "协议期内不因疫情原因实施经济性裁员。"),
)
WOMEN = (
    _clause("leave", Topic.WOMEN, "产假", "女职工生育享受 98 天产假，难产增加 15 天。", maternity_days="98"),
    _clause(
        "nursing", Topic.WOMEN, "哺乳时间", "哺乳未满一周岁婴儿的，每天安排 1 小时哺乳时间，视为劳动时间。"
    ),
    _clause("check", Topic.WOMEN, "健康检查", "每年安排一次妇科健康检查，费用由企业承担，检查时间视为出勤。"),
    _clause("post", Topic.WOMEN, "岗位保护", "不安排女职工从事禁忌从事的劳动，孕期可以调整到较轻岗位。"),
)
SAFETY = (
    _clause("gear", Topic.PROTECTION, "防护用品", "按岗位配发合格的防护用品，每季度检查一次使用情况。"),
    _clause("dust", Topic.PROTECTION, "粉尘治理", "粉尘岗位作业场所每半年检测一次，结果向职工公布。"),
    _clause(
        "body",
        Topic.PROTECTION,
        "职业健康检查",
        "接触职业病危害的职工上岗前、在岗期间和离岗时检查，费用由企业承担。",
    ),
    _clause("train", Topic.TRAINING, "安全培训", "每年安排不少于 20 学时的安全培训，计入工作时间。"),
)
HOURS = (
    _clause("day", Topic.HOURS, "工作时间", "每日工作 8 小时，每周工作 40 小时。", hours_per_week="40"),
    _clause(
        "cap",
        Topic.HOURS,
        "加班上限",
        "确需加班的，与工会和职工协商，每月不超过 36 小时。",
        overtime_per_month="36",
    ),
    _clause("annual", Topic.REST, "年休假", "职工年休假当年安排完毕；确未安排的，按日工资的 300% 支付报酬。"),
)
GENERAL = (
    *WAGES_UNION[:4],
    HOURS[0],
    HOURS[2],
    SAFETY[0],
    WOMEN[3],
    _clause("term", Topic.TERM, "期限和变更", "本合同期限 3 年，经双方协商一致可以变更。", term_years="3"),
    _clause(
        "breach", Topic.BREACH, "违约责任", "一方违约的，承担相应责任；协商不成的，提请有关部门协调处理。"
    ),
)
INDUSTRY = (
    _clause(
        "piece",
        Topic.PAY,
        "计件单价",
        "成型、施釉、烧成主要工序计件单价以本行业工价协商结果为准，每年调整一次。",
    ),
    _clause(
        "base", Topic.PAY, "行业最低工资", "提供正常劳动的职工月工资不低于 1,900 元。", base_wage_fen="190000"
    ),
    WAGES_UNION[2],
    _clause("heat", Topic.PROTECTION, "高温作业", "窑炉岗位高温季节发放高温津贴，实行轮换作业。"),
)
TEXTS: dict[Subject, Sequence[ClauseText]] = {
    Subject.WAGES: WAGES_UNION,
    Subject.GENERAL: GENERAL,
    Subject.WOMEN: WOMEN,
    Subject.SAFETY: SAFETY,
    Subject.HOURS: HOURS,
}
"""What the union proposes, by what the contract is about."""


def settled(clauses: Sequence[ClauseText], but: Sequence[str] = ()) -> list[ClauseText]:
    """Return clauses as both sides have agreed on them, those named still open."""
    return [replace(clause, is_settled=clause.key not in but) for clause in clauses]
