"""The bill of materials of the app, in CycloneDX's JSON, checked against its schema."""

from __future__ import annotations

from collections.abc import Iterable

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from built_app import BuildFailed
from bundle_parts import Part


class BadSbom(BuildFailed):
    """The document does not fit CycloneDX's schema."""


def sbom(title: str, name: str, version: str, parts: Iterable[Part]) -> str:
    """The document as JSON. Raises `BadSbom`."""
    app = Component(
        name=name,
        version=version,
        description=title,
        type=ComponentType.APPLICATION,
        bom_ref=name,
        licenses=[LicenseFactory().make_with_expression("Apache-2.0")],
    )
    components = [_component(part) for part in parts]
    bom = Bom(components=components)
    bom.metadata.component = app
    bom.register_dependency(app, components)
    text = JsonV1Dot6(bom).output_as_string(indent=2)
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise BadSbom(str(fault))
    return text + "\n"


def _component(part: Part) -> Component:
    home = [ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(part.home))] if part.home else []
    properties = [Property(name="bundle:file", value=place) for place in part.libraries]
    if part.within:
        properties.append(Property(name="bundle:carried-by", value=part.within))
    return Component(
        name=part.name,
        version=part.version or None,
        type=ComponentType.LIBRARY,
        bom_ref=f"{part.purl}{'#' + part.within if part.within else ''}",
        purl=PackageURL.from_string(part.purl),
        licenses=[LicenseFactory().make_from_string(part.license)],
        external_references=home,
        properties=properties,
    )
