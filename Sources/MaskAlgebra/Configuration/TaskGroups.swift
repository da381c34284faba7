extension MaskConfiguration {
  /// The tasks in groups that cannot touch each other's parameters, so that each group trains on its own.
  ///
  /// Two tasks are in one group if their masks may have a scalar in common, or each is in one group with a third
  /// task. A pair of masks too complex to decide counts as having one. Groups and tasks are in order of name.
  package var independentGroups: [[String]] {
    var groups: [[Int]] = []
    for task in entries.indices {
      let (joined, others) = groups.partitioned { group in group.contains { mayShare(task, $0) } }
      groups = others + [joined.flatMap { $0 } + [task]]
    }
    return groups.map { $0.sorted() }.sorted { $0[0] < $1[0] }.map { group in group.map { entries[$0].task } }
  }

  private func mayShare(_ first: Int, _ second: Int) -> Bool {
    ((try? entries[first].mask.isDisjoint(with: entries[second].mask)) ?? false) == false
  }

  /// The configuration of `tasks` alone, on as few towers as they use.
  ///
  /// Where they use one tower, that is the network with one tower: a task that trains alone in its tower does what
  /// it would do alone in the base network. This holds as every tower starts from the same values.
  package func restricted(to tasks: [String]) -> MaskConfiguration {
    let chosen = entries.filter { tasks.contains($0.task) }
    let used = Set(chosen.flatMap(\.mask.liveTowers))
    let towers = used.count > 1 ? used.sorted() : []
    let tensors = universe.tensors.map { tensor in
      ParameterTensor(
        tensor.slot, count: tensor.count, isTowered: tensor.isTowered && !towers.isEmpty, isPrunable: tensor.isPrunable)
    }
    let smaller = ParameterUniverse(tensors: tensors, towers: towers)
    let kept = universe.cells.indices.filter { index in
      // A network of which no tower is used keeps the first one, which is as empty as the others.
      universe.tower(of: universe.cells[index]).map {
        used.contains($0) || used.isEmpty && $0 == universe.towers[0]
      } ?? true
    }
    return MaskConfiguration(
      universe: smaller,
      chosen.map { entry in
        let functions = kept.map { entry.mask.functions[$0] }
        return Entry(task: entry.task, mask: CanonicalMask(universe: smaller, functions: functions))
      })
  }
}

extension Array {
  /// The elements that satisfy `condition` and the others, each in order.
  fileprivate func partitioned(_ condition: (Element) -> Bool) -> ([Element], [Element]) {
    var (chosen, others): ([Element], [Element]) = ([], [])
    for element in self { if condition(element) { chosen.append(element) } else { others.append(element) } }
    return (chosen, others)
  }
}
