import Text

/// Takes masks over from files of other programs.
package struct MaskImport: Sendable {
  /// What a 1 in the file means.
  package var polarity: MaskPolarity

  /// What tensors are called here, the first that fits; others keep their names. Where there are renamings, tensors
  /// that none fits may be no masks, as the weights and biases of a state dict: those that hold other numbers, or that
  /// the network has not, are left out.
  package var renamings: [TensorRenaming]

  /// The task that masks without one are of.
  package var task: String?

  /// The tensors of the network that the masks are for, and of these the ones that may be absent.
  package var network: (shapes: BaseTensorShapes, optional: Set<String>)?

  package init(
    polarity: MaskPolarity, renamings: [TensorRenaming] = [], task: String? = nil,
    network: (shapes: BaseTensorShapes, optional: Set<String>)? = nil
  ) {
    self.polarity = polarity
    self.renamings = renamings
    self.task = task
    self.network = network
  }

  /// The masks in the file at `path`, whose contents are `bytes`.
  package func masks(in bytes: [UInt8], from path: String) throws(MaskImportFailure) -> [NamedMask] {
    let found: [NamedMask]
    do throws(MaskFileError) {
      found = try NamedMask.read(bytes, from: path, polarity: polarity) { name in
        isUnmapped(name)
      }
    } catch {
      throw .file(error)
    }
    var unused = renamings
    var origins: [String: String] = [:]
    var masks: [String?: NamedMask] = [:]
    for mask in found {
      for tensor in mask.tensors {
        let theirs = MaskTensorName(task: mask.task, tensor: tensor.name).text
        if isUnmapped(theirs), let network, network.shapes[tensor.name] == nil { continue }
        let ours = renamed(theirs, &unused)
        if let other = origins[ours] { throw .sameName(path: path, ours: ours, other, theirs) }
        origins[ours] = theirs
        let parsed = MaskTensorName(parsing: ours)
        let (name, task) = (parsed.tensor, parsed.task ?? task)
        try check(name, tensor.shape, theirs: theirs, path)
        masks[task, default: NamedMask(name: task ?? path, task: task, tensors: [])].tensors.append(
          NamedMask.Tensor(name: name, shape: shape(of: name, tensor), mask: tensor.mask))
      }
    }
    if let renaming = unused.first {
      throw .unusedRenaming(path: path, renaming.text, known: found.flatMap { $0.tensors.map(\.name) })
    }
    let sorted = masks.values.sorted { ($0.task ?? "") < ($1.task ?? "") }
    for mask in sorted { try checkIsWhole(mask, path) }
    return sorted.map(inOrder)
  }

  /// Whether there are renamings, but none fits the tensor called `name`.
  private func isUnmapped(_ name: String) -> Bool {
    !renamings.isEmpty && renamings.allSatisfy { $0.renamed(name) == nil }
  }

  private func renamed(_ name: String, _ unused: inout [TensorRenaming]) -> String {
    for renaming in renamings {
      guard let ours = renaming.renamed(name) else { continue }
      unused.removeAll { $0 == renaming }
      return ours
    }
    return name
  }

  private func check(_ name: String, _ shape: [Int], theirs: String, _ path: String) throws(MaskImportFailure) {
    guard let network else { return }
    guard let expected = network.shapes[name] else {
      let known = network.shapes.tensors.map(\.name)
      throw .unknownTensor(
        path: path, theirs: theirs, ours: name, meant: likelyMeant(by: name, among: known).first, known: known)
    }
    // A packed mask may have lost its shape.
    guard shape == expected || shape.count == 1 && shape == [expected.reduce(1, *)] else {
      throw .file(
        MaskFileError(path: path, reason: .wrongShape(tensor: theirs, found: shape, expected: expected)))
    }
  }

  private func shape(of name: String, _ tensor: NamedMask.Tensor) -> [Int] { network?.shapes[name] ?? tensor.shape }

  private func checkIsWhole(_ mask: NamedMask, _ path: String) throws(MaskImportFailure) {
    guard let network else { return }
    let missing = network.shapes.tensors.first { mask[$0.name] == nil && !network.optional.contains($0.name) }
    if let missing { throw .missingTensor(path: path, missing.name, missing.shape, task: mask.task) }
  }

  /// The mask with its tensors in the order of the network.
  private func inOrder(_ mask: NamedMask) -> NamedMask {
    guard let network else { return mask }
    var ordered = mask
    ordered.tensors = network.shapes.tensors.compactMap { mask[$0.name] }
    return ordered
  }
}

/// Why masks cannot be taken over.
package enum MaskImportFailure: Error, Hashable, Sendable {
  case file(MaskFileError)

  /// The network has no such tensor.
  case unknownTensor(path: String, theirs: String, ours: String, meant: String?, known: [String])

  /// The network has a tensor that pruning may touch and the file has not.
  case missingTensor(path: String, String, [Int], task: String?)

  /// Two tensors come to have one name.
  case sameName(path: String, ours: String, String, String)

  /// A renaming is about no tensor of the file.
  case unusedRenaming(path: String, String, known: [String])

  package var description: String {
    switch self {
    case .file(let error): error.description
    case .unknownTensor(let path, let theirs, let ours, _, _):
      "'\(path)' has the tensor '\(theirs)'" + (theirs == ours ? "" : ", here '\(ours)'")
        + ", which the network has not"
    case .missingTensor(let path, let name, let shape, let task):
      "'\(path)' lacks the tensor '\(name)' of the shape \(shape)" + (task.map { " for the task '\($0)'" } ?? "")
    case .sameName(let path, let ours, let first, let second):
      "in '\(path)' both '\(first)' and '\(second)' come to be called '\(ours)'"
    case .unusedRenaming(let path, let text, _): "'\(path)' has no tensor that --map '\(text)' is about"
    }
  }

  /// What can be done about it.
  package var help: String? {
    switch self {
    case .file, .sameName: nil
    case .unknownTensor(_, let theirs, _, let meant?, _): "did you mean --map '\(theirs)=\(meant)'?"
    case .unknownTensor(_, let theirs, _, nil, let known):
      "say what it is called here with --map '\(theirs)=…': \(shortList(known))"
    case .missingTensor: "say which of its tensors that is with --map 'THEIRS=OURS'"
    case .unusedRenaming(_, _, let known): "its tensors are \(shortList(known))"
    }
  }
}
