extension MaskConfiguration {
  /// The tasks in groups that cannot touch each other's parameters, so that each group trains on its own.
  ///
  /// Two tasks are in one group if their masks may have a scalar in common, or each is in one group with a third
  /// task. A pair of masks too complex to decide counts as having one. Groups and tasks are in order of name.
  package var independentGroups: [[String]] {
    var groups = JoinedGroups(count: entries.count)
    var overlaps = OverlapMemory()
    for index in universe.cells.indices {
      // The functions of this cell, each with its first task, and those of each group by the task that stands for it.
      var tasks: [BooleanFunction: Int] = [:]
      var functions = GroupedFunctions()
      for (task, entry) in entries.enumerated() {
        let function = entry.mask.functions[index]
        if function.isNever { continue }
        let own = groups.representative(of: task)
        var joined = [own]
        if let first = tasks[function] {
          joined.append(groups.representative(of: first))
        } else {
          tasks[function] = task
          functions.append(function, to: own)
          joined += functions.groups { overlaps.mayOverlap($0, function) }.filter { $0 != own }
        }
        for other in joined.dropFirst() where other != own { groups.join(task, other) }
        let whole = groups.representative(of: task)
        for part in Set(joined) where part != whole { functions.merge(part, into: whole) }
      }
    }
    return groups.members.map { group in group.map { entries[$0].task } }
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

/// Which functions may have a scalar in common, each pair decided once.
private struct OverlapMemory {
  private var known: [Pair: Bool] = [:]

  private struct Pair: Hashable {
    let first: BooleanFunction
    let second: BooleanFunction
  }

  /// Whether `first` and `second` may have a scalar in common; so if that is too complex to decide.
  mutating func mayOverlap(_ first: BooleanFunction, _ second: BooleanFunction) -> Bool {
    let pair = Pair(first: first, second: second)
    if let found = known[pair] { return found }
    let found: Bool
    do throws(BooleanFunction.TooComplex) { found = try !first.isDisjoint(with: second) } catch { found = true }
    known[pair] = found
    return found
  }
}

/// Functions of one cell, by the task that stands for their group.
private struct GroupedFunctions {
  private var functions: [Int: [BooleanFunction]] = [:]

  mutating func append(_ function: BooleanFunction, to group: Int) { functions[group, default: []].append(function) }

  /// The groups of which a function satisfies `condition`.
  func groups(where condition: (BooleanFunction) -> Bool) -> [Int] {
    functions.filter { $0.value.contains(where: condition) }.map(\.key)
  }

  /// Moves the functions of `part` to `whole`; the longer list takes in the shorter one.
  mutating func merge(_ part: Int, into whole: Int) {
    guard var longer = functions.removeValue(forKey: part) else { return }
    var shorter = functions.removeValue(forKey: whole) ?? []
    if longer.count < shorter.count { swap(&longer, &shorter) }
    functions[whole] = longer + shorter
  }
}

/// Numbers in groups that are joined step by step.
private struct JoinedGroups {
  /// For each number another one of its group, or itself: the one that stands for the group.
  private var parents: [Int]

  /// Every number below `count` in a group of its own.
  init(count: Int) { parents = Array(0..<count) }

  /// The number that stands for the group of `number`.
  mutating func representative(of number: Int) -> Int {
    var number = number
    while parents[number] != number {
      parents[number] = parents[parents[number]]
      number = parents[number]
    }
    return number
  }

  mutating func join(_ first: Int, _ second: Int) {
    let (first, second) = (representative(of: first), representative(of: second))
    // The smallest number of a group stands for it.
    parents[max(first, second)] = min(first, second)
  }

  /// The groups by their smallest numbers, each in order.
  var members: [[Int]] {
    var groups = self
    var members: [Int: [Int]] = [:]
    for number in parents.indices { members[groups.representative(of: number), default: []].append(number) }
    return members.sorted { $0.key < $1.key }.map(\.value)
  }
}
