import Diagnostics
import Text

/// What can be wrong with the masks of tasks; the check adds the place.
extension Diagnostic {
  static func severalTowers(task: String, towers: [String]) -> Diagnostic {
    Diagnostic(
      MaskCode.severalTowers, .error,
      "expected '\(task)' to use one tower, found parts of the towers \(quotedList(towers))", at: nil,
      help: "restrict the mask, as in tower(self) & …, or couple the towers")
  }

  static func noEncoder(task: String) -> Diagnostic {
    Diagnostic(
      MaskCode.noEncoder, .error,
      "expected the mask of '\(task)' to keep weights of an encoder layer, found none",
      at: nil, help: "add at least encoder.1")
  }

  static func cutPath(task: String, dead: Int, live: Int) -> Diagnostic {
    Diagnostic(
      MaskCode.cutPath, .error,
      "expected '\(task)' to use the layers below layer \(live), but its mask keeps no weights of layer \(dead)",
      at: nil, help: "add encoder.\(dead), or drop the layers above it")
  }

  static func noInput(task: String, layer: Int) -> Diagnostic {
    Diagnostic(
      MaskCode.noInput, .error,
      "expected '\(task)' to keep input weights of layer \(layer), found recurrent ones only", at: nil,
      help: "add encoder.\(layer).input")
  }

  static func deadBiases(task: String, layer: Int) -> Diagnostic {
    Diagnostic(
      MaskCode.deadBiases, .warning,
      "'\(task)' keeps biases of layer \(layer) but none of its weights, so they are never used", at: nil,
      help: "leave the layer's biases out, or add its weights")
  }

  static func equalMasks(of suspect: String, _ owner: String) -> Diagnostic {
    Diagnostic(
      MaskCode.equalMasks, .warning, "'\(suspect)' has the same mask as '\(owner)', learned for '\(owner)'",
      at: nil,
      help: "is imp(\(TaskReference.named(suspect))) or imp(self) meant?")
  }
}
