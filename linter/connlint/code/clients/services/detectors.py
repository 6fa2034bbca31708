"""Table of the detectors: which one finds the requests of a client.

The module of a detector is imported for the first use of one of its clients.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from connlint.code.clients.services.detector import Detector
from connlint.code.clients.services.names import (
    AIRTABLE,
    AIRTABLE_BASE,
    AIRTABLE_PACKAGE,
    AIRTABLE_QUERY,
    AIRTABLE_RECORD,
    AIRTABLE_TABLE,
    ASANA,
    ASANA_PACKAGE,
    BOX,
    BOX_AUTH,
    BOX_SDK,
    DISCORD,
    DROPBOX,
    GOOGLE_AUTH,
    GOOGLE_PACKAGE,
    GOOGLE_SERVICE,
    GRAPH,
    GRAPH_REQUEST,
    HUBSPOT,
    JSFORCE,
    JSFORCE_OBJECT,
    JSFORCE_QUERY,
    LINEAR,
    LINEAR_OBJECT,
    NOTION,
    OCTOKIT,
    SLACK,
    SQUARE,
    TWITTER,
)
from connlint.code.taint.flow_results import FlowResults

__all__ = ["detector_of"]


def detector_of(client: str, results: FlowResults) -> Detector | None:
    """Return the detector of the requests of a client; None if there is none of that name."""
    make = _DETECTORS.get(client)
    return make(results) if make is not None else None


def _airtable(results: FlowResults) -> Detector:
    from connlint.code.clients.services.airtable import AirtableClients

    return AirtableClients(results)


def _asana(results: FlowResults) -> Detector:
    from connlint.code.clients.services.asana import AsanaClients

    return AsanaClients(results)


def _discord(results: FlowResults) -> Detector:
    from connlint.code.clients.services.discord import DiscordClients

    return DiscordClients(results)


def _google(results: FlowResults) -> Detector:
    from connlint.code.clients.services.google import GoogleClients

    return GoogleClients(results)


def _graph(results: FlowResults) -> Detector:
    from connlint.code.clients.services.graph import GraphClients

    return GraphClients(results)


def _jsforce(results: FlowResults) -> Detector:
    from connlint.code.clients.services.jsforce import JsforceClients

    return JsforceClients(results)


def _linear(results: FlowResults) -> Detector:
    from connlint.code.clients.services.linear import LinearClients

    return LinearClients(results)


def _mapped(results: FlowResults) -> Detector:
    from connlint.code.clients.services.mapped import MappedClients

    return MappedClients(results)


def _named(results: FlowResults) -> Detector:
    from connlint.code.clients.services.named import NamedClients

    return NamedClients(results)


_DETECTORS: Mapping[str, Callable[[FlowResults], Detector]] = {
    AIRTABLE: _airtable,
    AIRTABLE_BASE: _airtable,
    AIRTABLE_PACKAGE: _airtable,
    AIRTABLE_QUERY: _airtable,
    AIRTABLE_RECORD: _airtable,
    AIRTABLE_TABLE: _airtable,
    ASANA: _asana,
    ASANA_PACKAGE: _asana,
    BOX: _mapped,
    BOX_AUTH: _mapped,
    BOX_SDK: _mapped,
    DISCORD: _discord,
    DROPBOX: _named,
    GOOGLE_AUTH: _google,
    GOOGLE_PACKAGE: _google,
    GOOGLE_SERVICE: _google,
    GRAPH: _graph,
    GRAPH_REQUEST: _graph,
    HUBSPOT: _mapped,
    JSFORCE: _jsforce,
    JSFORCE_OBJECT: _jsforce,
    JSFORCE_QUERY: _jsforce,
    LINEAR: _linear,
    LINEAR_OBJECT: _linear,
    NOTION: _mapped,
    OCTOKIT: _named,
    SLACK: _named,
    SQUARE: _mapped,
    TWITTER: _mapped,
}
"""A function for each client that imports the module of its detector, and makes one."""
