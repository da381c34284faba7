package import Diagnostics

/// The rules about what running an experiment may cost.
package enum BudgetCode {
  package static let beyond = DiagnosticCode(
    "E0701", "more than the budget allows",
    explanation: """
      By estimate, the stages that are to be run take more than the budget of the specification, or of an option such as
      `--max-hours`, allows. Nothing was begun. The message says what costs most.

      The budget counts only stages that the store lacks: the time of all of them with one thread, one after the other; the
      memory of the largest; the size of all that they store. 'sharespec plan' shows the same figures.

      ```console
      $ sharespec run experiment.yaml --set seed=7 --max-hours 0.000001     # error
      $ sharespec run experiment.yaml --set seed=7 --max-hours 40
      ```
      """)

  package static let undecided = DiagnosticCode(
    "W0701", "budget that cannot be decided",
    explanation: """
      The known costs are within the budget, but the cost of some stages depends on missing data. The command continues.
      'sharespec plan' says the same in its table; name the directory of the data with '--data'.
      """)

  package static let all = [beyond, undecided]
}
