import MaskAlgebra
package import Model

/// Draws a mask at random, as a control.
package struct DrawMaskOperation: StageOperation {
  package static let name = "draw_mask"
  package static let version = 1
  package static let purposes: [StagePurpose.Kind] = [.draw]

  package let network: NetworkParameters
  package let exclude: PruningExclusion
  package let keep: Double
  package let seed: UInt64
}

extension DrawMaskOperation {
  package var operation: Operation { .drawMask(self) }

  package var ownFields: [CanonicalValue.Field] {
    .fields([
      "network": network.canonical, "exclude": exclude.canonicalName, "keep": .real(keep), "seed": .text(String(seed)),
    ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    network = try reader.record("network")
    exclude = try reader.choice("exclude")
    keep = try reader.fraction("keep")
    guard let seed = UInt64(try reader.text("seed")) else { throw reader.error("seed", "expected a whole number") }
    self.seed = seed
  }

  package static var possibleArtifacts: [Artifact] { [.mask] }

  package func resources(by model: CostModel) -> StageCost { model.maskFile(of: network) }

  package func keptCounts(from inputs: [Input], _ counts: (StageID) -> KeptCounts?) -> KeptCounts? {
    let kept = Rounding.nearest.whole(Double(network.universe(excluding: exclude).prunableCount) * keep)
    return [kept...kept]
  }
}
