import Corpora
import MaskAlgebra
import Networks
import Planning
import Running
import TensorFiles

/// The tasks of a component with their data, and the network that they are parts of.
struct ComponentData {
  let tasks: [TaskData]
  let layout: ParameterLayout

  /// The mask of each task, in the order of the tasks.
  let masks: [SubnetMask]

  /// The solver of each task, in the order of the tasks.
  var solvers: [any TaskSolver] { tasks.enumerated().map { $1.solver(number: $0) } }
}

extension StageInterpreter {
  /// What a stage that trains or evaluates `tasks` under `masks` works on; the sentences that results are reported on
  /// are those of `set`, if one is given.
  func readComponent(
    _ network: NetworkParameters, _ tasks: [TaskParameters], _ masks: MaskConfiguration,
    testedOn set: EvaluatedSet? = nil, of stage: Stage
  ) throws(StageFailure) -> ComponentData {
    let (vocabulary, source) = try readVocabulary(of: stage)
    let data = try readData(of: tasks, testedOn: set, vocabulary: vocabulary, from: source)
    let layout = ParameterLayout(NetworkShape(network, vocabulary: vocabulary, tasks: data, masks: masks))
    let learned = try readMasks(masks.support, of: stage)
    var subnets: [SubnetMask] = []
    for task in tasks { subnets.append(try SubnetMask(masks, task: task.name, layout: layout, learned: learned)) }
    return ComponentData(tasks: data, layout: layout, masks: subnets)
  }

  /// The data of each of `tasks`, its words numbered by `vocabulary`, which the stage `source` made.
  func readData(
    of tasks: [TaskParameters], testedOn set: EvaluatedSet? = nil, vocabulary: Vocabulary, from source: StageID
  ) throws(StageFailure) -> [TaskData] {
    var data: [TaskData] = []
    for task in tasks {
      data.append(try library.data(of: task, testedOn: set, vocabulary: vocabulary, from: source))
    }
    return data
  }

  /// The tensors of `layout` in `file`, which may hold others too.
  func parameters(_ layout: ParameterLayout, from file: Safetensors) throws(StageFailure) -> Parameters {
    do throws(ParameterFileError) {
      return try Parameters(layout: layout, from: file)
    } catch {
      throw .malformed(artifact: Artifact.weights.rawValue, reason: "\(error)")
    }
  }
}
