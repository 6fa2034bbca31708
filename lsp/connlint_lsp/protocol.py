"""The protocol, with an answer to every request, whatever a client sends.

pygls expects what the specification allows; where a message is anything else, it writes to its own
log, and a client waits for the answer for ever.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidParams,
    JsonRpcInvalidRequest,
    JsonRpcMethodNotFound,
    JsonRpcParseError,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol

from connlint_lsp.client import client_of
from connlint_lsp.framing import TOO_LONG
from connlint_lsp.lenient import UnreadableError, structured

if TYPE_CHECKING:
    from cattrs import Converter
    from pygls.lsp.server import LanguageServer
    from pygls.protocol.json_rpc import RPCMessage

__all__ = ["LenientProtocol"]

_LOG = logging.getLogger(__name__)


class LenientProtocol(LanguageServerProtocol):
    """The Language Server Protocol for clients of all kinds.

    `is_initialized` and `is_shut_down` say how far the client has come.
    """

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        super().__init__(server, converter)
        self.is_initialized = False

    @property
    def is_shut_down(self) -> bool:
        """Tell whether the client has sent `shutdown`."""
        return bool(self._shutdown)

    def structure_message(self, data: dict[str, Any]) -> object:
        """Return the data of an object in a message: messages are structured as a whole."""
        return data

    def handle_message(self, message: object) -> None:
        """Handle a message that was read as JSON, and answer it if it is a request."""
        if not isinstance(message, dict):
            self.refuse(None, JsonRpcInvalidRequest(_not_a_message(message)))
        elif "method" not in message and "id" in message:
            self._answered(message)
        elif (fault := _fault(message)) is not None:
            self.refuse(_id(message), JsonRpcInvalidRequest(fault))
        elif (early := self._untimely(message)) is None:
            self._asked(message)
        elif "id" in message:
            self.refuse(message["id"], early)
        else:
            _LOG.warning("ignoring %s: %s", message["method"], early.message)

    def refuse(self, number: int | str | None, error: JsonRpcException) -> None:
        """Answer a request with an error; without its number the client sees that only."""
        answer = {"code": error.code, "message": error.message}
        self._send_data({"jsonrpc": self.VERSION, "id": number, "error": answer})

    def refuse_unparsed(self, error: Exception) -> None:
        """Answer a message that is not JSON."""
        self.refuse(None, JsonRpcParseError(f"the message is not JSON: {error}"))

    def _untimely(self, message: dict[str, Any]) -> JsonRpcException | None:
        """Return why a message cannot be handled at this time, None if it can."""
        method = message["method"]
        if method == types.EXIT:
            return None
        if self.is_shut_down:
            return JsonRpcInvalidRequest("the server was shut down")
        if (method == types.INITIALIZE) == self.is_initialized:
            if self.is_initialized:
                return JsonRpcInvalidRequest("the server is initialized already")
            return JsonRpcServerNotInitialized("the server is not initialized yet")
        return None

    def _asked(self, message: dict[str, Any]) -> None:
        """Handle a request or a notification."""
        method, number = message["method"], message.get("id")
        if method == types.SHUTDOWN and "id" not in message:
            # Kate sends it without a number, and `exit` after it.
            self._shutdown = True
            return
        kind = self.get_message_type(method)
        if kind is None:
            _LOG.info("ignoring the unknown method %s", method)
            if "id" in message:
                self.refuse(number, JsonRpcMethodNotFound.of(method))
            return
        structure = partial(self._converter.structure, cl=kind)
        try:
            readable, left_out = structured(message, structure)
        except UnreadableError as error:
            self._unreadable(message, error.place)
            return
        if left_out:
            _LOG.warning("%s: cannot be read, and is left out: %s", method, ", ".join(left_out))
        if isinstance(readable, types.InitializeRequest):
            self.is_initialized = True
            self._fit(readable.params.capabilities)
        super().handle_message(cast("RPCMessage", readable))

    def _fit(self, capabilities: types.ClientCapabilities) -> None:
        """Announce no code actions to a client that takes commands only."""
        if not client_of(capabilities, types.PositionEncodingKind.Utf16).actions:
            self.fm.feature_options[types.TEXT_DOCUMENT_CODE_ACTION] = False

    def _unreadable(self, message: dict[str, Any], place: str) -> None:
        """Say which part of a message cannot be read."""
        method = message["method"]
        error = JsonRpcInvalidParams(f"{method}: cannot read {place}")
        if "id" in message:
            self.refuse(message["id"], error)
            return
        _LOG.warning("%s", error)
        if method == types.TEXT_DOCUMENT_DID_CHANGE:
            # What the document contains is not known any more; what is on disk is.
            close = {"method": types.TEXT_DOCUMENT_DID_CLOSE, "params": message.get("params")}
            self._asked(close)

    def _answered(self, message: dict[str, Any]) -> None:
        """Handle the answer to a request of the server."""
        number = _id(message)
        if number is None:
            _LOG.warning("ignoring an answer to no request")
            return
        try:
            super().handle_message(super().structure_message(message))
        except JsonRpcException as error:
            # Whoever waits for the answer must not wait for ever.
            self._handle_response(number, error=error.to_response_error())


def _id(message: dict[str, Any]) -> int | str | None:
    """Return the number of a request, None where it is not one."""
    number = message.get("id")
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    return number if isinstance(number, (int, str)) and not isinstance(number, bool) else None


def _fault(message: dict[str, Any]) -> str | None:
    """Return why an object is neither a request nor a notification, None if it is one."""
    if message.setdefault("jsonrpc", "2.0") != "2.0":
        return 'jsonrpc must be "2.0"'
    if not isinstance(message.get("method"), str):
        return "a message needs a method, which is a string"
    if "id" in message:
        number = _id(message)
        if number is None:
            return "the id of a request is a number or a string"
        message["id"] = number
    return None


def _not_a_message(value: object) -> str:
    """Return why a JSON value that is not an object is not a message."""
    if value == TOO_LONG:
        return TOO_LONG
    if isinstance(value, list):
        return "the Language Server Protocol has no batches: send one message at a time"
    return "a message is a JSON object"
