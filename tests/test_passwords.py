"""Passwords are computed where they hold up nobody."""

import subprocess
import sys

from workshop import passwords
from workshop.config import ROOT

UNDER_GEVENT = """
from gevent import monkey
monkey.patch_all()
import gevent, threading, time
import werkzeug.security
from workshop import passwords

main = monkey.get_original("threading", "get_ident")()
real, ran_in = werkzeug.security.check_password_hash, []

def slow(stored, password):
    ran_in.append(monkey.get_original("threading", "get_ident")())
    monkey.get_original("time", "sleep")(0.3)
    return real(stored, password)

passwords.check_password_hash = slow
stored = passwords.hashed("correct horse battery")
beats = []

def heart():
    while True:
        beats.append(time.monotonic())
        gevent.sleep(0.01)

gevent.spawn(heart)
assert passwords.fits(stored, "correct horse battery")
assert not passwords.fits(stored, "wrong")
assert not passwords.fits(None, "wrong")
# A native thread did it, and the loop went on serving meanwhile.
assert main not in ran_in, ran_in
assert len(ran_in) == 3
assert len(beats) >= 30, len(beats)
try:
    passwords._apart(int, "x")
except ValueError:
    print("told")
"""


def test_under_gevent_a_native_thread_computes_and_the_room_goes_on():
    done = subprocess.run(
        [sys.executable, "-c", UNDER_GEVENT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "told\n"


def test_elsewhere_it_is_computed_on_the_spot():
    stored = passwords.hashed("correct horse battery")
    assert stored.startswith("scrypt:")
    assert passwords.fits(stored, "correct horse battery")
    assert not passwords.fits(stored, "wrong")
    assert not passwords.fits(None, "wrong")
