"""Are the marks fair? Agreement of judges, severity, designs that connect, favour to one's own unit."""

from .agreement import (
    Agreement,
    FleissKappa,
    Icc,
    KendallW,
    agreement,
    fleiss_kappa,
    icc,
    kendall_w,
)
from .alpha import (
    Metric,
    alpha_of_values,
    krippendorff_alpha,
)
from .arrays import (
    close_ranks,
)
from .connections import (
    Connectivity,
    check_connected,
    connectivity,
)
from .facets import (
    FacetFit,
    WithoutMeasure,
    facet_fit,
    mark_categories,
)
from .judge_report import (
    JudgeReport,
    adjusted_q,
    judge_report,
)
from .judges import (
    Flag,
    JudgeDeviation,
    JudgeProfile,
    best_entries,
    judge_deviations,
    judge_profiles,
)
from .own_unit import (
    GivenMark,
    OwnUnitEffect,
    WelchTest,
    own_unit_effects,
    welch,
)
from .panels import (
    Normalisation,
    NormalisedPanel,
    PanelMethod,
    PanelReport,
    PanelWarning,
    normalised_panels,
    panel_adjustment,
    panel_reports,
)
from .places import (
    PlaceIntervals,
    place_intervals,
)
from .ratings import (
    Rating,
)
from .refusals import (
    CriteriaConfounded,
    NobodyLeft,
    NotConnected,
    NotConverged,
    NothingToCompare,
    NothingToMeasure,
    NoWholeSheets,
    TooFewForIntervals,
)
from .severity import (
    BiggestFall,
    SeverityFit,
    fair_marks,
    severity_fit,
)

__all__ = [
    "Agreement",
    "BiggestFall",
    "Connectivity",
    "CriteriaConfounded",
    "FacetFit",
    "Flag",
    "FleissKappa",
    "GivenMark",
    "Icc",
    "JudgeDeviation",
    "JudgeProfile",
    "JudgeReport",
    "KendallW",
    "Metric",
    "NoWholeSheets",
    "NobodyLeft",
    "Normalisation",
    "NormalisedPanel",
    "NotConnected",
    "NotConverged",
    "NothingToCompare",
    "NothingToMeasure",
    "OwnUnitEffect",
    "PanelMethod",
    "PanelReport",
    "PanelWarning",
    "PlaceIntervals",
    "Rating",
    "SeverityFit",
    "TooFewForIntervals",
    "WelchTest",
    "WithoutMeasure",
    "adjusted_q",
    "agreement",
    "alpha_of_values",
    "best_entries",
    "check_connected",
    "close_ranks",
    "connectivity",
    "facet_fit",
    "fair_marks",
    "fleiss_kappa",
    "icc",
    "judge_deviations",
    "judge_profiles",
    "judge_report",
    "kendall_w",
    "krippendorff_alpha",
    "mark_categories",
    "normalised_panels",
    "own_unit_effects",
    "panel_adjustment",
    "panel_reports",
    "place_intervals",
    "severity_fit",
    "welch",
]
