"""Simulated participants: clients of `docs/protocol.md` like any phone, for rehearsal and load.

They know the protocol and the kinds of activity, and nothing of the server:
everything goes over HTTP and a WebSocket, as it does for people.
"""

from workshop.simulate.problems import SimulationError
from workshop.simulate.run import Options, simulate

__all__ = ["Options", "SimulationError", "simulate"]
