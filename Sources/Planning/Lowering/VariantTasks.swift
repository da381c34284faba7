/// The tasks of variants as stages see them.
final class VariantTasks {
  /// All tasks, by name.
  let all: Group

  private var groups: [[String]: Group] = [:]

  /// Some tasks, by name.
  struct Group {
    let tasks: [TaskParameters]

    /// The tasks without what training never looks at.
    let forTraining: [TaskParameters]

    init(_ tasks: [TaskParameters]) {
      self.tasks = tasks
      forTraining = tasks.map { $0.forTraining }
    }
  }

  init(_ tasks: [TaskParameters]) { all = Group(tasks) }

  /// The tasks called `names`.
  func group(_ names: [String]) -> Group {
    if let known = groups[names] { return known }
    let group = Group(all.tasks.filter { names.contains($0.name) })
    groups[names] = group
    return group
  }

  /// Whether the tasks are `tasks`, down to what is no part of their identity.
  func areExactly(_ tasks: [TaskParameters]) -> Bool {
    all.tasks == tasks && zip(all.tasks, tasks).allSatisfy { $0.namesOutsideIdentity == $1.namesOutsideIdentity }
  }
}

extension TaskParameters {
  /// The paths of the corpus's files and what the column is called.
  var namesOutsideIdentity: [String] {
    let paths = corpus.inputFiles.map { $0.path }
    return switch target {
    case .column(let column): paths + [column.name]
    case .layer, .derived: paths
    }
  }
}
