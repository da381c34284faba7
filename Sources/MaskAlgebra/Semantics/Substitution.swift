// Other learned masks in the place of those that a mask depends on.

extension BooleanFunction {
  /// The function where each learned mask is what `replacement` gives for it.
  func substituting(_ replacement: (LearnedMask) -> BooleanFunction) throws(TooComplex) -> BooleanFunction {
    let tests = support.map(replacement)
    var values: [BooleanFunction] = []
    func value(_ reference: Reference) -> BooleanFunction {
      switch reference {
      case .constant(let constant): BooleanFunction(constant: constant)
      case .node(let index): values[index]
      }
    }
    for node in nodes {
      let test = tests[node.symbol]
      values.append(try test.and(value(node.high)).or(value(node.low).subtracting(test)))
    }
    return value(root)
  }
}

extension MaskConfiguration {
  /// The configuration where each learned mask goes by the name that `name` gives it; masks of one name are one.
  ///
  /// Requires: pruning made the named mask if it made the mask.
  package func renaming(_ name: (LearnedMask) -> LearnedMask) throws(BooleanFunction.TooComplex) -> MaskConfiguration {
    var renamed: [Entry] = []
    for entry in entries {
      var known: [BooleanFunction: BooleanFunction] = [:]
      var functions: [BooleanFunction] = []
      for function in entry.mask.functions {
        if let result = known[function] {
          functions.append(result)
          continue
        }
        let result = try function.substituting { BooleanFunction(name($0)) }
        known[function] = result
        functions.append(result)
      }
      renamed.append(Entry(task: entry.task, mask: CanonicalMask(universe: universe, functions: functions)))
    }
    return MaskConfiguration(universe: universe, renamed)
  }
}
