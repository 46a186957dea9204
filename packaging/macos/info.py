"""What macOS is told about the app: the keys of Info.plist beside those that PyInstaller writes itself."""

from __future__ import annotations

IDENTIFIER = "com.encord.prediction-exporter"
OLDEST = "13.0"
"""The oldest macOS that the wheels of Qt 6.11 run on."""


def info_plist(title: str, version: str) -> dict[str, object]:
    """For ``BUNDLE(info_plist=…)``.

    No document types: files are chosen in the window, and a double-click on one opens nothing here. No exceptions
    from the rules for connections (NSAppTransportSecurity): every server but this computer is asked by TLS.
    """
    return {
        "CFBundleName": title,
        "CFBundleDisplayName": title,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "LSApplicationCategoryType": "public.app-category.developer-tools",
        "LSMinimumSystemVersion": OLDEST,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "Apache License 2.0",
        "NSPrincipalClass": "NSApplication",
        "NSRequiresAquaSystemAppearance": False,  # light and dark, as the system is
    }
