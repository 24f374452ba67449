"""What happens in the room, as plain verbs. Knows no request, no login, no socket.

Verbs take a session, flush, and leave the commit to the edge that called them.
"""
