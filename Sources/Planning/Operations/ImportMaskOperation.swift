package import Model

/// Reads a mask from a file.
package struct ImportMaskOperation: StageOperation {
  package static let name = "import_mask"
  package static let version = 1
  package static let purposes: [StagePurpose.Kind] = [.importMask]

  /// The network that the mask is for, in the form `forMasks`.
  package let network: NetworkParameters

  /// Which tensors the file need not have.
  package let exclude: PruningExclusion

  package let file: InputFile

  /// The task whose mask it is among others in the file; `nil` where the file holds one mask.
  package let task: String?
}

extension ImportMaskOperation {
  package var operation: Operation { .importMask(self) }

  package var ownFields: [CanonicalValue.Field] {
    .fields([
      "network": network.canonical, "exclude": exclude.canonicalName, "file": file.canonical,
      "task": .optional(task.map(CanonicalValue.text)),
    ])
  }

  package init(reading reader: inout ParameterReader) throws(ParameterError) {
    network = try reader.record("network")
    exclude = try reader.choice("exclude")
    file = try reader.file("file")
    task = try reader.optionalText("task")
  }

  package var inputFiles: [InputFile] { [file] }

  package static var possibleArtifacts: [Artifact] { [.mask] }

  package func resources(by model: CostModel) -> StageCost { model.maskFile(of: network) }
}
