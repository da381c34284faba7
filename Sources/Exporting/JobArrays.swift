import Planning

/// The missing stages of a workload in arrays of jobs that are alike, each of which waits for exactly what it needs.
///
/// Stages are alike if they do the same for the same purpose and tasks, with the same resources, to results of stages
/// that are alike: the same place in the grid's cells. A cell has one index in all arrays, so that an array may wait
/// for another one job by job (Slurm's `aftercorr`), and no cell waits for another one. What several cells have in
/// common is a job of its own, which arrays wait for as a whole (`afterok`).
struct JobArrays {
  /// The arrays, each after those that it waits for.
  private(set) var arrays: [JobArray] = []

  /// The arrays for the first `most` missing stages of `workload`, with indices below `size`.
  init(_ workload: Workload, size: Int, most: Int = .max) {
    let places = workload.stages.indices.filter { workload.stages[$0].isMissing }.prefix(most)
    let waits = workload.waits
    let kinds = StageKinds(workload)
    let lanes = GridLanes(places, of: workload, waits: waits, kinds: kinds)
    var waiting: [Follower: Int] = [:]
    func follower(_ place: Int, of wait: Int) -> Follower {
      Follower(stage: wait, kind: kinds[place], branch: lanes[place].branch)
    }
    for place in places { for wait in waits[place] { waiting[follower(place, of: wait), default: 0] += 1 } }
    var jobs: [Int: JobArray.Job] = [:]
    var numbers: [ArrayKey: Int] = [:]
    for place in places {
      let lane = lanes[place]
      let (block, index) = (lane.cell / size, lane.cell % size)
      let dependencies = waits[place].compactMap { wait -> JobArray.Dependency? in
        guard let job = jobs[wait] else { return nil }
        let isCommon = waiting[follower(place, of: wait), default: 0] > 1
        return job.index == index && !isCommon ? .sameIndex(of: job.array) : .job(job)
      }
      let key = ArrayKey(
        kind: kinds[place], block: block, branch: lane.branch, dependencies: dependencies)
      let number = numbers[key] ?? arrays.count
      if number == arrays.count {
        numbers[key] = number
        arrays.append(
          JobArray(
            name: workload.stages[place].jobName, resources: workload.stages[place].resources,
            dependencies: dependencies))
      }
      arrays[number].stages.append((index, place))
      jobs[place] = JobArray.Job(array: number, index: index)
    }
  }

  /// A stage, by its place, and which stages wait for it.
  private struct Follower: Hashable {
    let stage: Int
    let kind: Int
    let branch: [Int]
  }

  /// What stages have in common that are in one array.
  private struct ArrayKey: Hashable {
    let kind: Int
    let block: Int
    let branch: [Int]
    let dependencies: [JobArray.Dependency]
  }
}

/// Jobs that are alike, each of one stage.
struct JobArray {
  /// What its jobs are called.
  let name: String
  let resources: JobResources

  /// What each of its jobs waits for.
  let dependencies: [Dependency]

  /// The jobs: their indices and the places of their stages.
  fileprivate(set) var stages: [(index: Int, place: Int)] = []

  /// A job of an array.
  struct Job: Hashable {
    let array: Int
    let index: Int
  }

  /// What a job waits for.
  enum Dependency: Hashable {
    /// The job of this array that has its own index.
    case sameIndex(of: Int)

    /// A job that all jobs of the array wait for.
    case job(Job)
  }
}

/// Which stages of a workload are alike: for each stage, by its place, a number.
private struct StageKinds {
  private var kinds: [Int] = []

  init(_ workload: Workload) {
    var numbers: [Likeness: Int] = [:]
    for item in workload.stages {
      let producers = Dictionary(
        item.inputs.map { (workload.stages[$0].stage.id, kinds[$0]) }, uniquingKeysWith: { first, _ in first })
      let likeness = Likeness(
        purpose: item.purpose, operation: item.stage.operation.name,
        tasks: item.stage.operation.definition.taskNames, resources: item.resources,
        inputs: item.stage.inputs.map { Likeness.Source(role: $0.role, kind: producers[$0.stage] ?? -1) })
      let kind = numbers[likeness] ?? numbers.count
      numbers[likeness] = kind
      kinds.append(kind)
    }
  }

  subscript(place: Int) -> Int { kinds[place] }

  private struct Likeness: Hashable {
    /// The first word of the stage's name, so that people find in the queue what they look for.
    let purpose: StagePurpose.Kind
    let operation: String
    let tasks: [String]
    let resources: JobResources
    let inputs: [Source]

    struct Source: Hashable {
      let role: InputRole
      let kind: Int
    }
  }
}

/// The lanes of a grid: its cells, and within a cell the chains of stages that are alike, by what stages wait for.
private struct GridLanes {
  /// A cell by its number, and which of several alike chains in it, where these part more than once step by step.
  struct Lane: Hashable, Comparable {
    var cell: Int
    var branch: [Int] = []

    static func < (left: Self, right: Self) -> Bool {
      left.cell == right.cell ? left.branch.lexicographicallyPrecedes(right.branch) : left.cell < right.cell
    }
  }

  private var lanes: [Int: Lane] = [:]

  /// A stage is in the last lane that it waits for something from. Where several stages of a kind would be in one, the
  /// lane branches if that makes fewer arrays; else new cells, those of the variants that they are for, begin with
  /// them.
  init(_ places: some Sequence<Int>, of workload: Workload, waits: [[Int]], kinds: StageKinds) {
    // Stages that are alike are as deep as each other, so that those before them are placed when they are.
    for level in Self.levels(places, of: workload) {
      let homes = level.map { place in waits[place].compactMap { lanes[$0] }.max() }
      let siblings = Dictionary(
        zip(level, homes).compactMap { place, home in home.map { (KindInLane(kind: kinds[place], lane: $0), 1) } },
        uniquingKeysWith: +)
      let laneCounts = Dictionary(siblings.keys.map { ($0.kind, 1) }, uniquingKeysWith: +)
      let mostSiblings = Dictionary(siblings.map { ($0.kind, $1) }, uniquingKeysWith: max)
      let chosen = zip(level, homes).map { place, home in
        let kind = kinds[place]
        let isKept = mostSiblings[kind, default: 1] <= laneCounts[kind, default: 0]
        return (isKept ? home : nil) ?? Lane(cell: workload.stages[place].variant)
      }
      branch(zip(level, chosen).map { ($0, KindInLane(kind: kinds[$0], lane: $1)) })
    }
    // Numbers that are used follow each other, so that arrays are filled.
    let ranks = Dictionary(uniqueKeysWithValues: Set(lanes.values.map(\.cell)).sorted().enumerated().map { ($1, $0) })
    lanes = lanes.mapValues { Lane(cell: ranks[$0.cell] ?? 0, branch: $0.branch) }
  }

  /// Notes the lanes of the stages of a level, with a branch for each of those of a kind of which any lane has several.
  private mutating func branch(_ stages: [(place: Int, wanted: KindInLane)]) {
    let counts = Dictionary(stages.map { ($0.wanted, 1) }, uniquingKeysWith: +)
    let branching = Set(counts.filter { $1 > 1 }.keys.map(\.kind))
    var taken: [KindInLane: Int] = [:]
    for (place, wanted) in stages {
      var lane = wanted.lane
      if branching.contains(wanted.kind) { lane.branch.append(taken[wanted, default: 0]) }
      taken[wanted, default: 0] += 1
      lanes[place] = lane
    }
  }

  subscript(place: Int) -> Lane { lanes[place] ?? Lane(cell: 0) }

  private struct KindInLane: Hashable {
    let kind: Int
    let lane: Lane
  }

  /// `places` by how many stages stand before them in the longest chain.
  private static func levels(_ places: some Sequence<Int>, of workload: Workload) -> [[Int]] {
    var depths: [Int] = []
    for item in workload.stages { depths.append(item.inputs.map { depths[$0] + 1 }.max() ?? 0) }
    var levels = [[Int]](repeating: [], count: (depths.max() ?? 0) + 1)
    for place in places { levels[depths[place]].append(place) }
    return levels
  }
}
