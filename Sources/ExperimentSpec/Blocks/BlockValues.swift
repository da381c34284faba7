package import Model

// Blocks made from their values, for plans that are read back: no document stands behind them.

extension CouplingSpec {
  package init(kind: CouplingKind, own: Double) {
    self.kind = kind
    self.own = own
  }
}

extension SchemeSpec {
  package init(from: TagScheme, predicting to: TagScheme, repair: TagRepair) {
    self.from = from
    self.to = to
    self.repair = repair
  }
}

extension OptimizerSpec {
  package init(
    kind: OptimizerKind, learningRate: Double, momentum: Double, decay: Double, momentumScope: MomentumScope
  ) {
    self.kind = kind
    self.learningRate = learningRate
    self.momentum = momentum
    self.decay = decay
    self.momentumScope = momentumScope
  }
}

extension ClipSpec {
  package init(bounding by: ClippingKind, at bound: Double) {
    self.init(by: by, at: bound)
  }
}
