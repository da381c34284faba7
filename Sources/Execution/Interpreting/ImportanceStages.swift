import Corpora
import MaskTools
import Model
import Networks
import Planning
import Randomness
import Running
import TensorFiles

extension StageInterpreter {
  /// Measures how much a task's loss depends on each parameter that masks range over, at the parameters that the rounds
  /// of pruning would start from.
  func measureSensitivity(
    _ operation: SensitivityOperation, _ stage: Stage, threads: Int, isStopped: () -> Bool
  ) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let (vocabulary, source) = try readVocabulary(of: stage)
    let tasks = try readData(of: operation.tasks, vocabulary: vocabulary, from: source)
    let layout = ParameterLayout(NetworkShape(operation.network, vocabulary: vocabulary, tasks: tasks, masks: nil))
    let start = try parameters(layout, from: try readTensors(.start, of: stage))
    guard let task = tasks.first else {
      throw .malformed(artifact: Artifact.importance.rawValue, reason: "it is of no task")
    }
    let plan = BatchPlan.training(
      lengths: task.train.lengths, size: operation.batch,
      stream: RandomStream(seed: UInt64(operation.seed)).derived("sensitivity", task.parameters.name))
    let network = TrainingNetwork(start, threads: threads)
    let solver = task.solver(number: 0)
    var sensitivity = ConnectionSensitivity(of: network, task: 0)
    for sentences in plan.batches.prefix(operation.batches) {
      if isStopped() { throw .interrupted }
      do throws(NumericalFailure) { try sensitivity.add(solver.trainingBatch(of: sentences, for: network)) } catch {
        throw .sensitivity(error, sentences: sentences.map(task.trainingText.place(ofSentence:)))
      }
    }
    return [(.importance, sensitivity.mean.maskableSafetensors.serialised())]
  }

  /// Draws the importance of each parameter at random.
  func drawImportance(_ operation: DrawImportanceOperation) throws(StageFailure) -> [(Artifact, [UInt8])] {
    let layout = ParameterLayout(NetworkShape(baseOf: operation.network))
    let stream = RandomStream(seed: UInt64(operation.seed)).derived("importance").derived(operation.task)
    return [(.importance, Parameters.drawn(layout, stream: stream).maskableSafetensors.serialised())]
  }
}
