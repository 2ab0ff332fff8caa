"""Group commit: each thing is written once, its thread hears of its own failure only, and nobody waits for ever."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock

import pytest

from kaiwa.billing.gathering import Gatherer

THREADS, EACH = 16, 200
PATIENCE = 30


class Book:
    """What is written, in batches; refuses what is negative, and everything in a batch with it."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.free = Event()
        self.free.set()
        self.at_work = Lock()

    def write(self, things: Sequence[int]) -> None:
        assert self.at_work.acquire(blocking=False), "written by two at once"
        try:
            assert self.free.wait(PATIENCE)
            if any(each < 0 for each in things):
                raise ValueError(min(things))
            self.batches.append(list(things))
        finally:
            self.at_work.release()

    @property
    def written(self) -> list[int]:
        return sorted(each for batch in self.batches for each in batch)


def test_one_alone_is_written_at_once() -> None:
    book = Book()
    gatherer = Gatherer(book.write)
    gatherer.put(1)
    gatherer.put(2)
    assert book.batches == [[1], [2]]


def test_many_threads_write_each_thing_once() -> None:
    book = Book()
    gatherer = Gatherer(book.write, most=5)
    start = Barrier(THREADS)

    def put_some(first: int) -> None:
        start.wait()
        for each in range(first, first + EACH):
            gatherer.put(each)

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(put_some, EACH * number) for number in range(THREADS)]:
            done.result(PATIENCE)
    assert book.written == list(range(THREADS * EACH))
    assert max(map(len, book.batches)) <= 5


def test_those_who_wait_are_written_together_and_only_the_refused_hears_of_it() -> None:
    book = Book()
    gatherer = Gatherer(book.write)
    book.free.clear()
    with ThreadPoolExecutor(THREADS) as pool:
        putting = {thing: pool.submit(gatherer.put, thing) for thing in (1, 2, -3, 4, 5)}
        book.free.set()
        for thing, done in putting.items():
            if thing < 0:
                with pytest.raises(ValueError, match="-3"):
                    done.result(PATIENCE)
            else:
                done.result(PATIENCE)
    assert book.written == [1, 2, 4, 5]
    gatherer.put(6)
    assert book.written[-1] == 6
