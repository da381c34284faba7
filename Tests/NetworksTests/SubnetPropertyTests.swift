import Model
import Randomness
import Testing

@testable import Networks

/// What holds of every network, whatever its masks, settings and steps: here of many drawn at random.
@Suite struct SubnetPropertyTests {
  private static let seeds = 0..<40

  private func bits(_ parameters: Parameters) -> [UInt32] { parameters.values.map(\.bitPattern) }

  /// The places where `before` and `after` differ although `mayDiffer` is false there.
  private func changes(_ before: Parameters, _ after: Parameters, outside mayDiffer: [Bool]) -> [Int] {
    zip(before.values, after.values).enumerated().filter {
      $0.element.0.bitPattern != $0.element.1.bitPattern && !mayDiffer[$0.offset]
    }.map(\.offset)
  }

  /// A step of task t leaves parameters and momenta outside M_t as they are, bit by bit, and changes some inside.
  @Test(arguments: seeds)
  func aStepOfATaskStaysInItsSubnet(seed: Int) throws {
    let training = RandomTraining(seed: seed, scope: .subnet)
    let network = training.network()
    let subnets = training.masks.indices.map { training.subnet(of: $0) }
    for (step, task) in training.tasks.enumerated() {
      let (parameters, momenta) = (network.parameters, network.momenta)
      _ = try training.take(step, network)
      let subnet = subnets[task]
      #expect(changes(parameters, network.parameters, outside: subnet).isEmpty, "step \(step) of \(training)")
      #expect(changes(momenta, network.momenta, outside: subnet).isEmpty, "step \(step) of \(training)")
      // A single tag leaves nothing to learn.
      if training.sample.shape.heads[task].tagCount > 1 { #expect(network.parameters != parameters, "\(training)") }
    }
  }

  /// After any number of joint steps what is in no subnet is what it was, in either scope.
  @Test(arguments: seeds, MomentumScope.allCases)
  func whatIsInNoSubnetNeverChanges(seed: Int, scope: MomentumScope) throws {
    let training = RandomTraining(seed: seed, scope: scope)
    let start = training.sample.parameters()
    let network = training.network()
    for step in training.tasks.indices { _ = try training.take(step, network) }
    #expect(changes(start, network.parameters, outside: training.union).isEmpty, "\(training)")
    #expect(
      changes(Parameters(zerosOf: training.sample.layout), network.momenta, outside: training.union).isEmpty,
      "\(training)")
  }

  /// With momentum in global scope a step of task t moves what is outside M_t by momentum alone:
  /// `v = momentum · v`, `θ -= rate · v`, and nothing of the batch reaches it.
  @Test(arguments: seeds)
  func globalMomentumMovesTheRestByMomentumAlone(seed: Int) throws {
    let training = RandomTraining(seed: seed, scope: .global)
    let network = training.network()
    let subnets = training.masks.indices.map { training.subnet(of: $0) }
    for (step, task) in training.tasks.enumerated() {
      var (parameters, momenta) = (network.parameters, network.momenta)
      _ = try training.take(step, network)
      for (scalar, isInside) in subnets[task].enumerated() where !isInside {
        let velocity = training.options.momentum * momenta.values[scalar]
        momenta.values[scalar] = velocity.magnitude < 0x1p-100 ? 0 : velocity
        parameters.values[scalar] -= training.rate(of: step) * momenta.values[scalar]
      }
      let subnet = subnets[task]
      #expect(changes(parameters, network.parameters, outside: subnet).isEmpty, "step \(step) of \(training)")
      #expect(changes(momenta, network.momenta, outside: subnet).isEmpty, "step \(step) of \(training)")
    }
  }

  /// Where one task has everything, there is nothing that the scopes could differ in; and without momentum neither.
  @Test(arguments: seeds)
  func scopesDifferOutsideSubnetsOnly(seed: Int) throws {
    var trainings = MomentumScope.allCases.map { RandomTraining(seed: seed, scope: $0) }
    if trainings[0].sample.shape.heads.count > 1 {
      for index in 0...1 { trainings[index].options.rule = .sgd(momentum: 0) }
    }
    let results = try trainings.map { training in
      let network = training.network()
      let losses = try training.tasks.indices.map { try training.take($0, network) }
      return (losses.map(\.bitPattern), bits(network.parameters), bits(network.momenta))
    }
    #expect(results[0].0 == results[1].0 && results[0].1 == results[1].1, "\(trainings[0])")
    if trainings[0].sample.shape.heads.count == 1 { #expect(results[0].2 == results[1].2, "\(trainings[0])") }
  }

  /// A task computes with M_t ⊙ θ: what no subnet has may be anything, even no number, and no bit of the rest knows.
  @Test(arguments: seeds, MomentumScope.allCases)
  func whatIsInNoSubnetIsNotRead(seed: Int, scope: MomentumScope) throws {
    let training = RandomTraining(seed: seed, scope: scope)
    let union = training.union
    var poisoned = training.sample.parameters()
    for scalar in union.indices where !union[scalar] { poisoned.values[scalar] = .nan }
    let networks = [training.network(), training.network(poisoned)]
    for step in training.tasks.indices {
      let losses = try networks.map { try training.take(step, $0) }
      #expect(losses[0].bitPattern == losses[1].bitPattern, "step \(step) of \(training)")
    }
    let inside = networks.map { network in
      zip(network.parameters.values, union).filter(\.1).map(\.0.bitPattern)
    }
    #expect(inside[0] == inside[1], "\(training)")
    let batch = training.sample.batch([2, 5], task: 0, seed: 99)
    #expect(networks[0].predict(batch, task: 0) == networks[1].predict(batch, task: 0), "\(training)")
  }

  /// Neither the number of threads nor whether somebody looks at the parameters between steps changes a bit.
  @Test(arguments: seeds, MomentumScope.allCases)
  func onlyStepsDecide(seed: Int, scope: MomentumScope) throws {
    let training = RandomTraining(seed: seed, scope: scope)
    let results = try [(threads: 1, looks: false), (2, false), (1, true)].map { way in
      let network = training.network(threads: way.threads)
      var losses: [UInt32] = []
      for step in training.tasks.indices {
        losses.append(try training.take(step, network).bitPattern)
        if way.looks { _ = (network.parameters, network.momenta) }
      }
      return (losses, bits(network.parameters), bits(network.momenta))
    }
    for other in results.dropFirst() { #expect(other == results[0], "\(training)") }
  }

  /// The drawn trainings are of all kinds.
  @Test func trainingsAreVaried() {
    let all = Self.seeds.map { RandomTraining(seed: $0, scope: .subnet) }
    let shapes = all.map(\.sample.shape)
    #expect(Set(shapes.map(\.encoder.kind)) == Set(EncoderKind.allCases))
    #expect(Set(shapes.map(\.encoder.layers)) == [1, 2, 3] && Set(shapes.map(\.heads.count)) == [1, 2, 3])
    #expect(Set(shapes.map { $0.coupling == .none }).count == 2 && Set(shapes.map(\.towers.isEmpty)).count == 2)
    #expect(Set(all.map(\.options.clipping)).count == 4 && Set(all.map(\.options.momentum)).count == 4)
    #expect(all.contains { $0.union.contains(false) } && all.contains { $0.sample.layout.count > 65_536 })
  }
}
