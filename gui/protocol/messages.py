"""Messages as bytes: msgpack of the tagged structs (see ``gui.foreign.pipes`` for the framing)."""

from __future__ import annotations

import msgspec

from gui.protocol.commands import AnyCommand
from gui.protocol.events import AnyEvent

_encoder = msgspec.msgpack.Encoder()
_commands: msgspec.msgpack.Decoder[AnyCommand] = msgspec.msgpack.Decoder(AnyCommand)
_events: msgspec.msgpack.Decoder[AnyEvent] = msgspec.msgpack.Decoder(AnyEvent)


def encode(message: AnyCommand | AnyEvent) -> bytes:
    """The bytes of one message."""
    return _encoder.encode(message)


def decode_command(data: bytes) -> AnyCommand:
    """The command in ``data``. Raises ``msgspec.ValidationError`` for anything else."""
    return _commands.decode(data)


def decode_event(data: bytes) -> AnyEvent:
    """The event in ``data``. Raises ``msgspec.ValidationError`` for anything else."""
    return _events.decode(data)
