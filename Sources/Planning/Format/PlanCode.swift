package import Diagnostics

/// The rules about plans that are read back.
package enum PlanCode {
  package static let foreignFormat = DiagnosticCode(
    "E0501", "foreign plan format",
    explanation: """
      A file that is to be read as a plan is none, or is one of another version of the format. The first line of a plan
      in text form is `sharespec plan 1`; the member `format` of a JSON plan says the same.

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
      sharespec plan 1
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
      something else. Compile the specification anew with this release, or run the plan with the release that made it.

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
      another type or out of range.

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
      stage vocabulary      # another stage has this name
      ```

      ```plan right
      stage initialize
      ```
      """)

  package static let all = [
    foreignFormat, truncated, malformed, dangling, cyclic, foreignOperation, unreadableParameters, fingerprint,
    contradiction,
  ]
}

extension Diagnostic {
  static func foreignFormat(_ message: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      PlanCode.foreignFormat, .error, message, at: range, help: "compile the specification anew with this release")
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
      PlanCode.foreignOperation, .error, message, at: range, help: "compile the specification anew with this release")
  }

  static func unreadableParameters(_ error: ParameterError, of stage: Placed<String>) -> Diagnostic {
    Diagnostic(
      PlanCode.unreadableParameters, .error, "stage '\(stage.value)': \(error.message)", at: stage.range,
      path: error.path.isEmpty ? nil : error.path,
      notes: error.path.isEmpty ? [] : ["the parameter is '\(error.path)'"])
  }

  static func otherFingerprint(of stage: String, stated: Placed<Digest>, computed: Digest) -> Diagnostic {
    Diagnostic(
      PlanCode.fingerprint, .error,
      "stage '\(stage)' has the fingerprint \(computed.short), but the plan states \(stated.value.short)",
      at: stated.range, notes: ["the plan was changed after it was compiled"],
      help: "compile the specification again")
  }

  static func contradiction(_ message: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(PlanCode.contradiction, .error, message, at: range)
  }
}
