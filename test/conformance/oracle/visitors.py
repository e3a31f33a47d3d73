"""Stamping visitors that cases name."""
from celery.canvas import StampingVisitor


class Each(StampingVisitor):
    """Each signature is stamped with its own task's name."""

    def on_signature(self, sig, **headers):
        return {"of": sig["task"]}


class Every(StampingVisitor):
    """Each hook leaves a stamp of its own."""

    def on_signature(self, sig, **headers):
        return {"on_signature": True}

    def on_group_start(self, group, **headers):
        return {"on_group": len(group.tasks)}

    def on_chain_start(self, chain, **headers):
        return {"on_chain": len(chain.tasks)}

    def on_chord_header_start(self, sig, **headers):
        return {"on_header": True}

    def on_chord_body(self, sig, **headers):
        return {"on_body": True}

    def on_callback(self, callback, **headers):
        return {"on_callback": True}

    def on_errback(self, errback, **headers):
        return {"on_errback": True}


class Defaults(StampingVisitor):
    """A chord's header counts as a group when nothing else is said."""

    def on_signature(self, sig, **headers):
        return None

    def on_group_start(self, group, **headers):
        return {"on_group": len(group.tasks)}


class Same(StampingVisitor):
    """Each hook says another value for the same stamp."""

    def on_signature(self, sig, **headers):
        return {"k": "signature"}

    def on_group_start(self, group, **headers):
        return {"k": "group"}

    def on_chain_start(self, chain, **headers):
        return {"k": "chain"}

    def on_chord_body(self, sig, **headers):
        return {"k": "body"}

    def on_callback(self, callback, **headers):
        return {"k": "callback"}

    def on_errback(self, errback, **headers):
        return {"k": "errback"}


class Lists(StampingVisitor):
    """A stamp that is a list."""

    def on_signature(self, sig, **headers):
        return {"k": ["signature"]}

    def on_group_start(self, group, **headers):
        return {"k": ["group"]}


class Some(StampingVisitor):
    """Only what `stamped_headers` names is a stamp, the rest are options."""

    def on_signature(self, sig, **headers):
        return {"k": 1, "priority": 5, "stamped_headers": ["k"]}


class PerTask(StampingVisitor):
    """The stamps' names differ from signature to signature."""

    def on_signature(self, sig, **headers):
        return {f"of_{sig['task']}": 1}


class Seen(StampingVisitor):
    """Each signature is stamped with the names of the stamps it is told of."""

    def on_signature(self, sig, **headers):
        return {"told": sorted(headers)}

    def on_group_start(self, group, **headers):
        return {"outer": sorted(headers)}


VISITORS = {
    "each": Each, "every": Every, "defaults": Defaults, "same": Same, "lists": Lists, "some": Some, "per-task": PerTask, "seen": Seen,
}
