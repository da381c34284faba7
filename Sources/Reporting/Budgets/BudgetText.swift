package import Diagnostics
package import Planning
import Text

/// A budget's use, as text.
package struct BudgetText: Sendable {
  private let uses: [BudgetUse]

  package init(_ uses: [BudgetUse]) { self.uses = uses }

  /// A table of all limits; empty without any.
  package var text: String {
    if uses.isEmpty { return "" }
    var table = TextTable([.left, .left, .left, .left])
    table.add(["budget", "to run", "limit", ""])
    for use in uses { table.add([use.item.rawValue, use.amountText, use.limitText, use.verdictText]) }
    return table.lines(headerRows: 1).joined(separator: "\n")
  }
}

extension BudgetUse {
  /// Whether the limit is kept, and if not, what costs most.
  var verdictText: String {
    switch verdict {
    case .within: "within"
    case .beyond: "beyond the budget: \(costliestText)"
    case .undecided: "undecided: \(counted(unknownCount, "stage")) cannot be estimated without the data"
    }
  }

  /// What the stages take, at least that where something is not known.
  var amountText: String { (unknownCount > 0 ? "at least " : "") + item.text(of: amount) }

  /// What costs most, with how much.
  fileprivate var costliestText: String {
    costliest.map { "\($0.name) \(item.text(of: $0.amount))" }.joined(separator: ", ")
  }
}

extension BudgetItem {
  /// `amount` for people.
  fileprivate func text(of amount: Double) -> String {
    switch self {
    case .time: duration(amount)
    case .memory, .disk: scaled(amount, "B")
    }
  }

  /// What is compared with the limit, as a part of a sentence.
  fileprivate var subject: String {
    switch self {
    case .time: "the stages to run take"
    case .memory: "the largest stage to run needs"
    case .disk: "the stages to run store"
    }
  }

  /// How the estimate is made, and what it is about.
  fileprivate var basis: String {
    switch self {
    case .time: "time is that of all stages to run, one after the other, with one thread, by estimate"
    case .memory: "memory is that of the largest stage to run, by estimate"
    case .disk: "disk is the size of all that the stages to run store, by estimate"
    }
  }

  /// What the limit is of.
  fileprivate var noun: String {
    switch self {
    case .time: ""
    case .memory: " of memory"
    case .disk: " of disk"
    }
  }

  /// The option that sets the limit.
  fileprivate var option: String {
    switch self {
    case .time: "--max-hours"
    case .memory: "--max-memory"
    case .disk: "--max-disk"
    }
  }
}

extension Diagnostic {
  /// The finding about a limit; `nil` for one that is kept.
  package static func budget(_ use: BudgetUse) -> Diagnostic? {
    switch use.verdict {
    case .within: nil
    case .beyond:
      Diagnostic(
        BudgetCode.beyond, .error,
        "\(use.item.subject) \(use.isClose ? "slightly more than " : "")\(use.item.text(of: use.amount))\(use.item.noun), and the budget is \(use.limitText)",
        at: use.place, label: "the limit", notes: ["costliest: \(use.costliestText)", use.item.basis],
        help: "run a part with --variant, or raise the limit with \(use.item.option)")
    case .undecided:
      Diagnostic(
        BudgetCode.undecided, .warning,
        "cannot check the budget of \(use.limitText)\(use.item.noun): \(counted(use.unknownCount, "stage")) cannot be estimated without the data",
        at: use.place, notes: ["known so far: \(use.item.text(of: use.amount))"])
    }
  }
}

extension BudgetUse {
  /// Whether the amount, which is beyond the limit, looks like it.
  fileprivate var isClose: Bool { item.text(of: amount) == item.text(of: limit) }
}
