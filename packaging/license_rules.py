"""Which licences a part of the app may have: everything but those that would make the whole app theirs."""

from __future__ import annotations

from license_expression import ExpressionError, LicenseSymbol, LicenseWithExceptionSymbol, get_spdx_licensing

WHOLE_APP = ("GPL-", "AGPL-", "SSPL-", "CC-BY-SA-", "CC-BY-NC-", "EUPL-", "OSL-")
"""Beginnings of the names of licences that ask for more than their own part."""

EXCEPTIONS = {
    "GCC-exception-3.1": "programs linked to the compiler's runtime may have any licence",
    "Bootloader-exception": "programs frozen by PyInstaller may have any licence",
}
"""What takes that demand back."""

_SPDX = get_spdx_licensing()


def refusal(expression: str) -> str:
    """Why a part under this SPDX expression may not be in the app; empty when it may."""
    try:
        parsed = _SPDX.parse(expression, simple=False)
    except ExpressionError as error:
        return f"“{expression}” is no SPDX expression: {error}"
    if parsed is None:
        return "it names no licence"
    strange = [key for key in _SPDX.unknown_license_keys(parsed) if not key.startswith("LicenseRef-")]
    if strange:
        return f"SPDX knows no licence {', '.join(strange)}"
    return "" if _fits(parsed) else f"under {expression} the whole app would be theirs"


def _fits(node: object) -> bool:
    """An “or” leaves the choice to us, an “and” does not."""
    if isinstance(node, LicenseWithExceptionSymbol):
        return node.exception_symbol.key in EXCEPTIONS or _fits(node.license_symbol)
    if isinstance(node, LicenseSymbol):
        return not node.key.startswith(WHOLE_APP)
    parts = [_fits(each) for each in getattr(node, "args", ())]
    return any(parts) if getattr(node, "operator", "").strip() in ("|", "OR") else all(parts)
