"""Walks over directed graphs given as ``{node: successors}`` mappings.

Nodes that appear only as successors count too. Nothing here recurses, so the depth of a graph
is limited by memory alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


class CycleError(ValueError):
    """The graph has no topological order; ``cycle`` starts and ends with the same node."""

    def __init__(self, cycle: list) -> None:
        super().__init__("cycle: " + " -> ".join(map(str, cycle)))
        self.cycle = cycle


def all_nodes(graph: Mapping[Node, Iterable[Node]]) -> list[Node]:
    """List every node once, in the order of first mention."""
    seen: dict[Node, None] = {}
    for node, successors in graph.items():
        seen.setdefault(node)
        for successor in successors:
            seen.setdefault(successor)
    return list(seen)


def find_cycle(graph: Mapping[Node, Collection[Node]]) -> list[Node] | None:
    """Return one cycle as ``[a, b, ..., a]``, or ``None`` for an acyclic graph."""
    done: set[Node] = set()
    for root in graph:
        if root in done:
            continue
        path = [root]
        position = {root: 0}
        pending = [iter(graph.get(root, ()))]
        while pending:
            successor = next((n for n in pending[-1] if n not in done), None)
            if successor is None:
                pending.pop()
                finished = path.pop()
                del position[finished]
                done.add(finished)
            elif successor in position:
                return [*path[position[successor] :], successor]
            else:
                position[successor] = len(path)
                path.append(successor)
                pending.append(iter(graph.get(successor, ())))
    return None


def topological_order(graph: Mapping[Node, Collection[Node]]) -> list[Node]:
    """Order the nodes so that every edge points forward; ties keep the order of mention.

    Raises CycleError, which names one offending cycle.
    """
    nodes = all_nodes(graph)
    rank = {node: index for index, node in enumerate(nodes)}
    incoming = dict.fromkeys(nodes, 0)
    for successors in graph.values():
        for successor in set(successors):
            incoming[successor] += 1
    ready = [rank[node] for node in nodes if incoming[node] == 0]
    order: list[Node] = []
    while ready:
        node = nodes[heapq.heappop(ready)]
        order.append(node)
        for successor in set(graph.get(node, ())):
            incoming[successor] -= 1
            if incoming[successor] == 0:
                heapq.heappush(ready, rank[successor])
    if len(order) < len(nodes):
        raise CycleError(find_cycle(graph) or [])
    return order


def strongly_connected_components(graph: Mapping[Node, Collection[Node]]) -> list[list[Node]]:
    """Group nodes that reach each other (Tarjan); components come before those that lead to them."""
    index: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    stack: list[Node] = []
    on_stack: set[Node] = set()
    components: list[list[Node]] = []
    for root in all_nodes(graph):
        if root in index:
            continue
        index[root] = lowest[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        work = [(root, iter(graph.get(root, ())))]
        while work:
            node, successors = work[-1]
            for successor in successors:
                if successor not in index:
                    index[successor] = lowest[successor] = len(index)
                    stack.append(successor)
                    on_stack.add(successor)
                    work.append((successor, iter(graph.get(successor, ()))))
                    break
                if successor in on_stack:
                    lowest[node] = min(lowest[node], index[successor])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    lowest[parent] = min(lowest[parent], lowest[node])
                if lowest[node] == index[node]:
                    cut = stack.index(node)
                    component = stack[cut:]
                    del stack[cut:]
                    on_stack.difference_update(component)
                    components.append(component)
    return components


def cheapest_path(
    edges: Mapping[Node, Mapping[Node, float]],
    start: Node,
    goal: Node,
    *,
    max_hops: int | None = None,
    avoid: Collection[Node] = (),
) -> tuple[float, list[Node]] | None:
    """Find the cheapest path that uses at most ``max_hops`` edges and no node of ``avoid``.

    With a hop limit a dearer but shorter way to a node may be the one that reaches the goal, so
    a node is given up only when it was left before with no more hops than now.
    """
    if start in avoid or goal in avoid:
        return None
    fewest: dict[Node, int] = {}
    serial = 0
    queue: list[tuple[float, int, int, Node, tuple]] = [(0.0, 0, serial, start, ())]
    while queue:
        cost, hops, _, node, behind = heapq.heappop(queue)
        trail = (node, behind)
        if node == goal:
            path = []
            while trail:
                path.append(trail[0])
                trail = trail[1]
            return cost, path[::-1]
        if fewest.get(node, hops + 1) <= hops or hops == max_hops:
            continue
        fewest[node] = hops if max_hops is not None else 0
        for successor, price in edges.get(node, {}).items():
            if price < 0:
                raise ValueError(f"negative cost on {node} -> {successor}")
            if successor not in avoid:
                serial += 1
                heapq.heappush(queue, (cost + price, hops + 1, serial, successor, trail))
    return None
