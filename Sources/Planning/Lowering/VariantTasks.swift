import Model

/// The tasks of variants as stages see them.
final class VariantTasks {
  /// All tasks, by name.
  let all: Group

  private var groups: [[String]: Group] = [:]

  /// The subject made last for each list of names, and that without what training never looks at.
  private var subjects: [[String]: Shared<OperationSubject>] = [:]
  private var trainedSubjects: [[String]: Shared<OperationSubject>] = [:]

  /// Some tasks, by name.
  struct Group {
    let tasks: [TaskParameters]

    /// The tasks without what training never looks at.
    let forTraining: [TaskParameters]

    /// How much the loss of each task counts, unless that is learned.
    let weights: [Double]

    init(_ tasks: [Weighted]) {
      self.tasks = tasks.map(\.task)
      forTraining = tasks.map(\.task.forTraining)
      weights = tasks.map(\.weight)
    }

    /// Those of the tasks that are called `names`.
    fileprivate func only(_ names: [String]) -> Group {
      Group(zip(tasks, weights).filter { names.contains($0.0.name) }.map { Weighted(task: $0.0, weight: $0.1) })
    }
  }

  /// A task and how much its loss counts.
  struct Weighted {
    let task: TaskParameters
    let weight: Double
  }

  init(_ tasks: [Weighted]) { all = Group(tasks) }

  /// The tasks called `names`.
  func group(_ names: [String]) -> Group {
    if let known = groups[names] { return known }
    let group = all.only(names)
    groups[names] = group
    return group
  }

  /// The tasks called `names` with `network`, shared with earlier calls while the network stays the same.
  func subject(_ names: [String], _ network: NetworkParameters) -> Shared<OperationSubject> {
    if let known = subjects[names], known.value.network == network { return known }
    let subject = Shared(OperationSubject(network: network, tasks: group(names).tasks))
    subjects[names] = subject
    return subject
  }

  /// The tasks called `names` as training knows them, with `network`; shared like `subject`.
  func trainedSubject(_ names: [String], _ network: NetworkParameters) -> Shared<OperationSubject> {
    if let known = trainedSubjects[names], known.value.network == network { return known }
    let subject = Shared(OperationSubject(network: network, tasks: group(names).forTraining))
    trainedSubjects[names] = subject
    return subject
  }

  /// Whether the tasks are `tasks`, down to what is no part of their identity.
  func areExactly(_ tasks: [Weighted]) -> Bool {
    all.tasks.count == tasks.count
      && zip(all.tasks, tasks).allSatisfy {
        $0 == $1.task && $0.namesOutsideIdentity == $1.task.namesOutsideIdentity
      } && zip(all.weights, tasks).allSatisfy { $0 == $1.weight }
  }
}

extension TaskParameters {
  /// The paths of the corpus's files and what the column is called.
  var namesOutsideIdentity: [String] {
    let paths = corpus.inputFiles.map { $0.path }
    return switch target {
    case .column(let column): paths + [column.name].compactMap(\.self)
    case .layer, .derived: paths
    }
  }
}
