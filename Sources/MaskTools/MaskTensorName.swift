/// The name of a tensor's mask in a file of masks: `ner/encoder.weight_ih_l0`, or without a task the tensor's own.
///
/// This type holds the only parser and printer of such names. Names of tensors have no slash; those of tasks may.
struct MaskTensorName: Hashable {
  var task: String?
  var tensor: String

  init(task: String?, tensor: String) {
    self.task = task
    self.tensor = tensor
  }

  /// Parses a name as `text` prints it.
  init(parsing text: String) {
    if let slash = text.lastIndex(of: "/") {
      self.init(task: String(text[..<slash]), tensor: String(text[text.index(after: slash)...]))
    } else {
      self.init(task: nil, tensor: text)
    }
  }

  var text: String { task.map { "\($0)/\(tensor)" } ?? tensor }
}
