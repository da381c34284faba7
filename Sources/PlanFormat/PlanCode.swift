package import Diagnostics
import Planning
import Text

/// The rules about plans that are read back.
package enum PlanCode {
  package static let foreignFormat = DiagnosticCode(
    "E0501", "foreign plan format",
    explanation: """
      A file that is to be read as a plan is none, or is one of another version of the format. The first line of a plan
      in text form is `sharespec plan 3`; the member `format` of a JSON plan says the same.

      ```plan wrong
      sharespec plan 0
      name "experiment"
      ```
      """)

  package static let truncated = DiagnosticCode(
    "E0502", "truncated plan",
    explanation: """
      A plan ends before it is complete: its JSON value is not closed, or the last line of its text, which counts
      stages and variants, is missing. Nothing of it is used.

      ```plan wrong
      sharespec plan 3
      ```
      """)

  package static let malformed = DiagnosticCode(
    "E0503", "malformed plan",
    explanation: """
      A line or a member is not what the format has at its place. `docs/plan-format.md` and `Grammar/plan.ebnf` describe
      the format; plans are written by `sharespec plan` and `sharespec compile`, and hardly ever need a change by hand.

      ```plan wrong
        batch: 10
      ```

      ```plan right
        batch = 10
      ```
      """)

  package static let dangling = DiagnosticCode(
    "E0504", "dangling reference in a plan",
    explanation: """
      A plan refers to a stage, a value, a universe or a variant that it does not have.

      ```plan wrong
        start <- initialise/weights.safetensors
      ```

      ```plan right
        start <- initialize/weights.safetensors
      ```
      """)

  package static let cyclic = DiagnosticCode(
    "E0505", "cyclic plan",
    explanation: """
      Stages of a plan wait for each other, so that none of them could ever run. A plan that was compiled has no cycle,
      since the fingerprint of a stage is computed from those of the stages that it reads from.

      ```plan wrong
        start <- evaluate.experiment/weights.safetensors
      ```

      ```plan right
        start <- initialize/weights.safetensors
      ```
      """)

  package static let foreignOperation = DiagnosticCode(
    "E0506", "foreign operation",
    explanation: """
      A plan has a stage of an operation that this release does not know, or knows in another version, which may compute
      something else. Compile the specification again with this release, or run the plan with the release that made it.

      ```plan wrong
        operation initialize 99
      ```

      ```plan right
        operation initialize 1
      ```
      """)

  package static let unreadableParameters = DiagnosticCode(
    "E0507", "unreadable parameters",
    explanation: """
      The parameters of a stage are not those of its operation: one is missing, one is unknown, or one has a value of
      another type, out of range, or that the others rule out.

      ```plan wrong
        batch = 10.0     # expected a whole number
      ```

      ```plan right
        batch = 10
      ```
      """)

  package static let fingerprint = DiagnosticCode(
    "E0508", "fingerprint of something else",
    explanation: """
      The fingerprint of a stage is computed from its operation, parameters and inputs. Where a plan states another one,
      it was changed after it was compiled: what would be run is not what was planned.

      ```plan wrong
        batch = 20
      ```

      ```plan right
        batch = 10
      ```
      """)

  package static let contradiction = DiagnosticCode(
    "E0509", "plan that contradicts itself",
    explanation: """
      A name is used twice, a stage has two inputs of one role, a stage reads what its producer does not make, or masks
      are about other tensors than the network has.

      ```plan wrong
        tensors[0] = {"name":"char_cnn.weight","count":7,"prunable":true,"towered":false}
      ```

      ```plan right
        tensors[0] = {"name":"char_cnn.weight","count":2700,"prunable":true,"towered":false}
      ```
      """)

  package static let otherParts = DiagnosticCode(
    "E0510", "parts of a plan that do not belong together",
    explanation: """
      `sharespec compile` writes each stage once and small files of variants that refer to it. A part that a file refers
      to is missing, has another content, or has not the stage whose fingerprint the variant names: files of two
      compilations were mixed, or one was copied without the others.

      ```console
      $ sharespec compile experiment.yaml -o plans --data ~/corpora
      $ mv plans/experiment/stages.json stages.json
      $ sharespec plan plans/experiment/sparse.json --data ~/corpora          # error
      $ sharespec compile experiment.yaml -o plans --data ~/corpora
      $ sharespec plan plans/experiment/sparse.json --data ~/corpora
      ```
      """)

  package static let all = [
    foreignFormat, truncated, malformed, dangling, cyclic, foreignOperation, unreadableParameters, fingerprint,
    contradiction, otherParts,
  ]
}

extension Diagnostic {
  static func foreignFormat(_ message: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      PlanCode.foreignFormat, .error, message, at: range, help: "compile the specification again with this release")
  }

  static func truncatedPlan(_ message: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(PlanCode.truncated, .error, message, at: range, help: "copy or compile the plan again")
  }

  static func malformedPlan(_ message: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(PlanCode.malformed, .error, message, at: range)
  }

  static func dangling(_ kind: String, _ name: Placed<String>, known: some Sequence<String>) -> Diagnostic {
    let meant = likelyMeant(by: name.value, among: known).first
    return Diagnostic(
      PlanCode.dangling, .error, "the plan has no \(kind) '\(name.value)'", at: name.range,
      help: meant.map { "did you mean '\($0)'?" })
  }

  static func cyclic(_ names: [Placed<String>]) -> Diagnostic {
    let path = (names + names.prefix(1)).map(\.value).joined(separator: " → ")
    return Diagnostic(PlanCode.cyclic, .error, "stages wait for each other: \(path)", at: names.first?.range)
  }

  static func foreignOperation(_ message: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      PlanCode.foreignOperation, .error, message, at: range, help: "compile the specification again with this release")
  }

  static func unreadableParameters(_ error: ParameterError, of stage: Placed<String>) -> Diagnostic {
    unreadableParameter(error.path, error.message, of: stage)
  }

  /// A parameter that is right by itself, but not beside the others of its stage.
  static func otherParameter(_ difference: KeyDifference, of stage: Placed<String>) -> Diagnostic {
    func text(_ value: CanonicalValue?) -> String { value.map { JSONText.text(of: $0.json) } ?? "none" }
    return unreadableParameter(
      difference.field, "expected \(text(difference.planned)), found \(text(difference.stored))", of: stage)
  }

  private static func unreadableParameter(_ path: String, _ message: String, of stage: Placed<String>) -> Diagnostic {
    Diagnostic(
      PlanCode.unreadableParameters, .error, "stage '\(stage.value)': \(message)", at: stage.range,
      path: path.isEmpty ? nil : path, notes: path.isEmpty ? [] : ["the parameter is '\(path)'"])
  }

  static func otherFingerprint(of stage: String, stated: Placed<StatedFingerprint>, computed: Digest) -> Diagnostic {
    Diagnostic(
      PlanCode.fingerprint, .error,
      "stage '\(stage)' has the fingerprint \(computed.short), but the plan states \(stated.value.short)",
      at: stated.range, notes: ["the plan was changed after it was compiled"],
      help: "compile the specification again")
  }

  /// The stages have none of the `fingerprint` that `variant` names.
  static func missingStage(_ fingerprint: Placed<String>, of variant: String, in path: String) -> Diagnostic {
    Diagnostic(
      PlanCode.otherParts, .error,
      "variant '\(variant)' needs the stage \(fingerprint.value.prefix(12)), which '\(path)' does not have",
      at: fingerprint.range, notes: ["the files are of different compilations"], help: compileAgain)
  }

  /// The part of a plan at `path`, which is named at `range`, cannot be read: `reason` says why.
  package static func missingPart(_ path: String, _ reason: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      PlanCode.otherParts, .error, "the plan refers to '\(path)': \(reason)", at: range, help: compileAgain)
  }

  /// What is at `path`, which is named at `range`, is another part of a plan than `expected`.
  package static func otherPart(_ path: String, expected: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      PlanCode.otherParts, .error, "expected \(expected) in '\(path)'", at: range, help: compileAgain)
  }

  private static let compileAgain = "copy the whole folder, or compile the specification again"

  /// A file of stages was given in the place of a plan.
  package static func stagesAlone(_ path: String) -> Diagnostic {
    Diagnostic(
      PlanCode.foreignFormat, .error, "expected a plan, found the shared stages of variants in '\(path)'", at: nil,
      help: "give the file of a variant beside it, or the list of all variants")
  }

  static func contradiction(_ message: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(PlanCode.contradiction, .error, message, at: range)
  }
}
