// Drag and drop. It never moves an element: it says what was dropped where, and the program redraws.
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements, monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { attachClosestEdge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";
import { autoScrollForElements } from "@atlaskit/pragmatic-drag-and-drop-auto-scroll/element";

// Makes an element draggable by `handle` (or by itself). `kind` keeps lists apart, `id` names the item.
export function drag(element, handle, kind, id, onState) {
  return draggable({
    element,
    dragHandle: handle ?? undefined,
    getInitialData: () => ({ kind, id }),
    onDragStart: () => onState("dragging"),
    onDrop: () => onState(""),
  });
}

// Makes an element take items of `kind`; `edges` is "vertical", "horizontal" or "none".
// `onEdge` hears "top", "bottom", "left", "right", "over" or "" while something hovers.
export function drop(element, kind, id, edges, onEdge) {
  const allowed = { vertical: ["top", "bottom"], horizontal: ["left", "right"], none: [] }[edges];
  const show = ({ self, source }) => {
    if (source.data.id === id) return onEdge("");
    onEdge(allowed.length ? (extractClosestEdge(self.data) ?? "") : "over");
  };
  return dropTargetForElements({
    element,
    canDrop: ({ source }) => source.data.kind === kind,
    getData: ({ input }) => attachClosestEdge({ kind, id }, { input, element, allowedEdges: allowed }),
    onDrag: show,
    onDragEnter: show,
    onDragLeave: () => onEdge(""),
    onDrop: () => onEdge(""),
  });
}

// Hears every drop of `kind`: what was dragged, on what, and at which edge ("" without edges).
export function monitor(kind, onDrop) {
  return monitorForElements({
    canMonitor: ({ source }) => source.data.kind === kind,
    onDrop: ({ source, location }) => {
      const target = location.current.dropTargets[0];
      if (target) onDrop(source.data.id, target.data.id, extractClosestEdge(target.data) ?? "");
    },
  });
}

// Scrolls an element while something is dragged near its edge.
export function scroll(element) {
  return combine(autoScrollForElements({ element }));
}
