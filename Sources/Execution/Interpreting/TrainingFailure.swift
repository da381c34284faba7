import ExperimentSpec
import Model
package import Networks
import Planning

/// Training whose numbers stopped being numbers: where, on what, and what is left to look at.
package struct TrainingFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was found.
  package enum Cause: Hashable, Sendable {
    /// A step was not taken.
    case step(NumericalFailure)

    /// A step was taken that led beyond single precision in this tensor.
    case parameters(tensor: String)
  }

  package let cause: Cause

  /// The epoch and its step, from 1.
  package let epoch: Int
  package let step: Int

  /// The places of the sentences of the batch.
  package let sentences: [String]

  /// A tensor that steps before had led beyond single precision already, if there is one.
  package var tensorBeyond: String?

  /// The path of the last good checkpoint, if there is one.
  package var checkpoint: String?

  /// The learning rate of the epoch, and how gradients were clipped.
  package let learningRate: Double
  package let clipping: String

  package var description: String {
    "\(what) at step \(step) of epoch \(epoch)\(batch); \(state)"
  }

  /// What can be done about it.
  package var help: String {
    """
    lower the learning rate (it was \(learningRate)) or clip gradients more tightly (\(clipping)), and look for numbers \
    out of proportion in pretrained vectors
    """
  }

  private var what: String {
    switch cause {
    case .step(let failure): failure.description
    case .parameters(let tensor): "parameters of \(tensor) or their momenta are infinite"
    }
  }

  private var batch: String {
    let shown = sentences.prefix(3).joined(separator: ", ")
    let more = sentences.count > 3 ? " and \(sentences.count - 3) more" : ""
    return sentences.isEmpty ? "" : ", in the batch of \(shown)\(more)"
  }

  private var state: String {
    let before = tensorBeyond.map { "\($0) was infinite before that step; " } ?? ""
    return before
      + (checkpoint.map { "the last good checkpoint is '\($0)'" } ?? "there is no good checkpoint yet")
  }
}

extension ClipSpec {
  /// How gradients are clipped, as messages say it.
  var summary: String {
    if at == .infinity { return "they were not clipped" }
    return switch by {
    case .norm: "it was by norm at \(at)"
    case .value: "it was by value at \(at)"
    }
  }
}
