package import MaskAlgebra
import Model
package import Store

extension SharingFile {
  /// Counts what the masks of `configuration` keep, given the learned masks.
  package init(
    counting configuration: MaskConfiguration, _ learned: [LearnedMask: PackedMaskSet]
  ) throws(MalformedArtifact) {
    let universe = configuration.universe
    var masks: [(task: String, cells: PackedMaskSet)] = []
    for task in configuration.tasks {
      masks.append((task, try configuration.evaluated(task, learned)))
    }
    var union = 0
    var intersection = 0
    for cell in universe.cells {
      let all = masks.compactMap { $0.cells[universe.name(of: cell).text] }
      guard let first = all.first else { continue }
      union += all.dropFirst().reduce(first, |).keptCount
      intersection += all.dropFirst().reduce(first, &).keptCount
    }
    let counts = masks.map { task, cells in
      let towers = configuration[task]?.liveTowers ?? []
      let prunable = universe.cells.filter { cell in
        universe.tensor(of: cell).isPrunable && (universe.tower(of: cell).map(towers.contains) ?? true)
      }
      let kept = prunable.reduce(0) { $0 + (cells[universe.name(of: $1).text]?.keptCount ?? 0) }
      return TaskCount(
        task: task, parameters: cells.keptCount, prunableKept: kept,
        prunable: prunable.reduce(0) { $0 + universe.count(of: $1) })
    }
    self.init(tasks: counts, union: union, intersection: intersection, total: universe.parameterCount)
  }
}
