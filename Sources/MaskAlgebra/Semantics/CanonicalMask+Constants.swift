extension CanonicalMask {
  /// The mask that keeps every scalar of `universe`.
  package init(everythingIn universe: ParameterUniverse) {
    self.init(universe: universe, keeping: PackedMask(count: universe.cells.count, filledWith: true))
  }

  /// The mask that keeps what `symbol` keeps.
  package init(_ symbol: LearnedMask, in universe: ParameterUniverse) {
    self.init(universe: universe, functions: universe.cells.map { Self.function(of: symbol, in: $0, of: universe) })
  }
}
