internal import CKernels
internal import Model

/// What a group of sentences needs for the loss of a CRF.
final class FieldWorkspace {
  let emissions = FloatBuffer()
  let gradients = FloatBuffer()
  let scratch = ConditionalRandomField.Workspace()
}

/// The number of groups of sentences, which must not depend on the number of threads.
let fieldGroups = 4

extension NetworkPass {
  func field(_ plan: TaskPlan) -> ConditionalRandomField {
    ConditionalRandomField(
      tagCount: plan.head.tagCount, tensors: ConditionalRandomField.Tensors(plan) { address(of: $0) })
  }

  /// The scores of a sentence's tokens.
  func copied(_ scores: Matrix, of tokens: Range<Int>, _ packing: Packing, into buffer: FloatBuffer) -> Matrix {
    let emissions = buffer.matrix(rows: tokens.count, columns: scores.columns)
    for (time, token) in tokens.enumerated() {
      emissions.row(time).update(from: scores.row(packing.rowOfToken[token]), count: scores.columns)
    }
    return emissions
  }

  /// The mean loss of a CRF over the sentences with a token whose tag is known; 0 without such sentences.
  ///
  /// Each of these sentences counts the same, however many of its tags are missing. Every fourth of them is of one
  /// group; groups add up gradients of their own, which are added in the groups' order.
  func fieldLoss(
    replacingByGradients scores: Matrix, _ batch: Batch, _ packing: Packing, _ plan: TaskPlan, gradients: FloatPointer
  ) -> Double {
    let field = field(plan)
    let tagCount = plan.head.tagCount
    let sentences = clearUnlabelled(scores, batch, packing)
    let scale = 1 / Float(max(1, sentences.count))
    let gradientCount = tagCount * tagCount + 2 * tagCount
    var losses = [Double](repeating: 0, count: sentences.count)
    losses.withUnsafeMutableBufferPointer { losses in
      guard let losses = losses.baseAddress else { return }
      team.run(fieldGroups) { group in
        let workspace = fieldWorkspaces[group]
        let own = workspace.gradients.reserved(gradientCount)
        own.clear(gradientCount)
        let targets = ConditionalRandomField.Tensors(
          transitions: own, start: own + tagCount * tagCount, end: own + tagCount * tagCount + tagCount)
        for index in stride(from: group, to: sentences.count, by: fieldGroups) {
          let emissions = copied(scores, of: sentences[index], packing, into: workspace.emissions)
          losses[index] = field.loss(
            replacingByGradients: emissions, tags: batch.tags[sentences[index]], scale: scale, gradients: targets,
            workspace.scratch)
          for (time, token) in sentences[index].enumerated() {
            scores.row(packing.rowOfToken[token]).update(from: emissions.row(time), count: tagCount)
          }
        }
      }
    }
    let tensors = plan.headTensors.dropFirst(2).map { layout.tensors[$0] }
    for tensor in tensors { (gradients + tensor.range.lowerBound).clear(tensor.count) }
    for workspace in fieldWorkspaces {
      var source = workspace.gradients.base
      for tensor in tensors {
        ss_add_scaled(tensor.count, 1, source, gradients + tensor.range.lowerBound)
        source += tensor.count
      }
    }
    return losses.reduce(0, +) / Double(max(1, sentences.count))
  }

  /// The tokens of each sentence that has a known tag; sets the scores of all other sentences to zero, which are their
  /// gradients.
  private func clearUnlabelled(_ scores: Matrix, _ batch: Batch, _ packing: Packing) -> [Range<Int>] {
    batch.tokensOfSentences.filter { tokens in
      if batch.tags[tokens].contains(where: { $0 != .missingTag }) { return true }
      for token in tokens { scores.row(packing.rowOfToken[token]).clear(scores.columns) }
      return false
    }
  }
}

extension ConditionalRandomField.Tensors {
  /// The tensors of a CRF head where `address` says they are.
  fileprivate init(_ plan: TaskPlan, _ address: (Int) -> FloatPointer) {
    self.init(
      transitions: address(plan.headTensors[2]), start: address(plan.headTensors[3]),
      end: address(plan.headTensors[4]))
  }
}
