// Blocks made from their values, for plans that are read back: no document stands behind them.

extension DropoutSpec {
  package init(words: Double, characters: Double, output: Double) {
    self.words = words
    self.characters = characters
    self.output = output
  }
}

extension CouplingSpec {
  package init(kind: CouplingKind, own: Double) {
    self.kind = kind
    self.own = own
  }
}

extension SchemeSpec {
  package init(from: SchemeName, predicting to: SchemeName, repair: RepairName) {
    self.from = from
    self.to = to
    self.repair = repair
  }
}

extension OptimizerSpec {
  package init(
    kind: OptimizerKind, learningRate: Double, momentum: Double, decay: Double, momentumScope: MomentumScopeName
  ) {
    self.kind = kind
    self.learningRate = learningRate
    self.momentum = momentum
    self.decay = decay
    self.momentumScope = momentumScope
  }
}

extension ClipSpec {
  package init(bounding by: ClipName, at bound: Double) {
    self.init(by: by, at: bound)
  }
}
