package import Diagnostics
import ExperimentSpec
import MaskAlgebra

/// The rules about how the parts of a specification fit together.
package enum GraphCode {
  package static let unknownLayer = DiagnosticCode(
    "E0401", "unknown layer",
    explanation: """
      A task predicts a layer that its dataset does not have.

      ```yaml
      datasets: {d: {format: columns, columns: {token: 0, ner: 3}, …}}
      tasks: {pos: {dataset: d, column: pos, metric: accuracy}}     # error: 'd' has no column 'pos'
      ```
      """)

  package static let taskWithoutMask = DiagnosticCode(
    "E0402", "task without a mask",
    explanation: """
      Every task needs a mask (or a level): what it uses of the base network is never left open.

      ```yaml
      sharing: {masks: {ner: all}}      # error if there is also a task 'pos'; '*' stands for all others
      ```
      """)

  package static let levelBeyondLayers = DiagnosticCode(
    "E0403", "level beyond the encoder",
    explanation: """
      A task is put on a layer that the encoder does not have.

      ```yaml
      base: {encoder: {layers: 1}}
      sharing: {levels: {pos: 1, ner: 2}}     # error: the encoder has 1 layer
      ```
      """)

  package static let couplingWithoutTowers = DiagnosticCode(
    "E0404", "coupling without towers",
    explanation: """
      A coupling mixes the outputs of towers, but there are none.

      ```yaml
      sharing: {masks: {'*': all}, coupling: {kind: cross_stitch}}     # error: add 'towers: encoder'
      ```
      """)

  package static let noTasks = DiagnosticCode(
    "E0405", "no tasks", explanation: "An experiment has at least one task.")

  package static let maskFromFile = DiagnosticCode(
    "E0406", "mask from a file",
    explanation: """
      The mask language can speak of masks in files, but running an experiment with them is not supported yet.

      ```yaml
      sharing: {masks: {'*': 'file("masks.safetensors", ner)'}}     # error
      ```
      """)

  package static let all = [
    unknownLayer, taskWithoutMask, levelBeyondLayers, couplingWithoutTowers, noTasks, maskFromFile,
  ]
}

extension Diagnostic {
  static var noTasks: Diagnostic {
    Diagnostic(
      GraphCode.noTasks, .error, "there are no tasks", at: nil, path: "tasks", help: "define one under 'tasks'")
  }

  static func maskFromFile(_ path: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      GraphCode.maskFromFile, .error, "the mask in '\(path)' cannot be used: masks from files are not supported yet",
      at: range, help: "use imp(…) or random(…)")
  }

  static func unknownLayer(_ layer: Located<String>, of dataset: String, known: [String]) -> Diagnostic {
    let best = likelyMeant(by: layer.value, among: known).first
    let fixIt = best.flatMap { name in
      layer.origin.range.map { FixIt("write '\(name)'", replacing: $0, with: name) }
    }
    return Diagnostic(
      GraphCode.unknownLayer, .error, "dataset '\(dataset)' has no layer '\(layer.value)'", at: layer.origin.range,
      label: "not a layer of '\(dataset)'",
      help: best.map { "did you mean '\($0)'?" } ?? "its layers are \(quotedList(known))",
      fixIts: [fixIt].compactMap(\.self))
  }

  static func taskWithoutMask(_ task: String, path: String, at range: SourceRange?) -> Diagnostic {
    let field = path.hasSuffix("levels") ? "level" : "mask"
    return Diagnostic(
      GraphCode.taskWithoutMask, .error, "task '\(task)' has no \(field) in '\(path)'", at: range, path: path,
      help: field == "mask" ? "add '\(task): …', or '*' for all tasks not named" : "add '\(task): …' with a layer")
  }

  static func levelBeyondLayers(_ level: Located<Int>, layers: Int) -> Diagnostic {
    Diagnostic(
      GraphCode.levelBeyondLayers, .error,
      "level \(level.value) is beyond the encoder, which has \(layers) layer\(layers == 1 ? "" : "s")",
      at: level.origin.range, label: "no such layer",
      help: "lower the level, or raise 'base.encoder.layers'")
  }

  static func couplingWithoutTowers(
    _ coupling: CouplingSpec, _ masks: [String: SharingExpansion.WrittenMask]
  ) -> Diagnostic {
    Diagnostic(
      GraphCode.couplingWithoutTowers, .error, "'\(coupling.kind.rawValue)' couples towers, but there are none",
      at: masks.sorted { $0.key < $1.key }.first?.value.range, path: "sharing.coupling",
      help: "add 'towers: encoder' to the sharing")
  }
}
