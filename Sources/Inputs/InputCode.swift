package import Diagnostics
import ExperimentSpec
package import Files
import Text

/// The rules about files that a specification or a plan names.
package enum InputCode {
  package static let missingFile = DiagnosticCode(
    "E0601", "missing file",
    explanation: """
      A file that a specification or a plan names is not there. To run, every file must be; to plan, none need be: a
      note then says that the file's path stands for its content, so that the plan will be another one once the file is
      there. A relative path is looked up beside the file that it is written in, then beside the specification that was
      asked for, and then under the data root, which `--data` or the variable `SHARESPEC_DATA` names and which is
      `data/` otherwise.

      ```console
      $ sharespec run experiment.yaml --data elsewhere     # error
      $ sharespec run experiment.yaml --data ~/corpora
      ```
      """)

  package static let unreadableFile = DiagnosticCode(
    "E0602", "unreadable file",
    explanation: """
      A file that was asked for or that a specification names is there, but the system refuses to read it.

      ```console
      $ sharespec check specs                # error: that is a folder
      $ sharespec check specs/*.yaml
      ```
      """)

  package static let changedFile = DiagnosticCode(
    "E0603", "file that has changed since the plan was made",
    explanation: """
      A saved plan runs on the data that it was made for. The file that its path now leads to has another content, so
      results would be those of another plan.

      ```console
      $ sharespec plan experiment.yaml --data ~/corpora -o plan.json
      $ cp new/train.txt ~/corpora/train.txt
      $ sharespec run plan.json --data ~/corpora                         # error
      $ sharespec plan experiment.yaml --data ~/corpora -o plan.json     # make the plan again
      $ sharespec run plan.json --data ~/corpora
      ```
      """)

  package static let unknownContent = DiagnosticCode(
    "E0604", "plan made without its data",
    explanation: """
      A file could not be read when the plan was made, so that the plan knows it by its path only and does not say on
      which content it is to run. Make the plan again where the data is.

      ```console
      $ sharespec plan experiment.yaml --data elsewhere -o plan.json     # a note says that the data is missing
      $ sharespec run plan.json --data ~/corpora                         # error
      $ sharespec plan experiment.yaml --data ~/corpora -o plan.json     # with it
      $ sharespec run plan.json --data ~/corpora
      ```
      """)

  package static let overriddenPlan = DiagnosticCode(
    "E0605", "override of a plan",
    explanation: """
      A plan is settled: `--set` changes specifications. Make another plan from the specification.

      ```console
      $ sharespec plan experiment.yaml --data ~/corpora -o plan.json
      $ sharespec run plan.json --data ~/corpora --set seed=2            # error
      $ sharespec plan experiment.yaml --data ~/corpora --set seed=2 -o other.json
      ```
      """)

  package static let planForSpecification = DiagnosticCode(
    "E0606", "plan in the place of a specification",
    explanation: """
      What a plan was made from cannot be read off it: which line wrote a value, what its reports show. Commands that ask for
      that want the specification.

      ```console
      $ sharespec plan experiment.yaml --data ~/corpora -o plan.json
      $ sharespec report plan.json           # error
      $ sharespec report experiment.yaml --data ~/corpora
      ```
      """)

  package static let all = [
    missingFile, unreadableFile, changedFile, unknownContent, overriddenPlan, planForSpecification,
  ]
}

extension Diagnostic {
  /// `path`, written at `range` or in a plan, leads to no file.
  static func missingFile(_ path: String, at range: SourceRange? = nil, lookedFor candidates: [String]) -> Diagnostic {
    Diagnostic(
      InputCode.missingFile, .error, "there is no file '\(path)'", at: range, notes: candidates.map(lookedFor),
      help: whereToPut)
  }

  private static func lookedFor(_ candidate: String) -> String { "looked for '\(candidate)'" }

  private static let whereToPut = "put the file there, or name another data root with --data or SHARESPEC_DATA"

  /// The files at `paths` are missing, which planning does without.
  static func missingData(_ paths: [Located<String>]) -> Diagnostic {
    Diagnostic(
      InputCode.missingFile, .note, "missing data: \(shortList(paths.map(\.value)))", at: paths.first?.origin.range,
      help:
        "running needs \(paths.count == 1 ? "it" : "them") beside the specification or under a data root (--data DIR)")
  }

  package static func unreadableFile(_ failure: FileFailure, at range: SourceRange? = nil) -> Diagnostic {
    Diagnostic(InputCode.unreadableFile, .error, failure.description, at: range, help: failure.help)
  }

  /// The file `found`, which a plan calls `path`, is not the one that the plan was made for.
  static func changedFile(_ found: String, _ path: String) -> Diagnostic {
    Diagnostic(
      InputCode.changedFile, .error, "'\(found)' has changed since the plan was made", at: nil,
      notes: ["the plan calls it '\(path)'"], help: "make the plan again, or put the old file back")
  }

  static func unknownContent(of path: String) -> Diagnostic {
    Diagnostic(
      InputCode.unknownContent, .error, "the plan was made without '\(path)'", at: nil,
      help: "make the plan again where the file is")
  }

  /// The file at `path` is a plan, and what was asked for applies to specifications alone.
  package static func planForSpecification(_ path: String) -> Diagnostic {
    Diagnostic(
      InputCode.planForSpecification, .error, "'\(path)' is a saved plan, and a specification is wanted here", at: nil,
      help: "give the specification that the plan was made from")
  }

  package static func overriddenPlan(_ override: String) -> Diagnostic {
    Diagnostic(
      InputCode.overriddenPlan, .error, "a plan cannot be changed by --set \(override)", at: nil,
      help: "make another plan from the specification")
  }
}
