import CKernels
import FoundationEssentials
import Testing

@testable import Networks
@testable import Randomness

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct KernelTests {
  /// Numbers of all sizes and signs, a multiple of no vector length.
  private static let samples: [Float] =
    (-2000...2000).map { Float($0) * 0.0437 }
    + (-40...0).flatMap { power in
      let size = Float(sign: .plus, exponent: power, significand: 1.37)
      return [size, -size]
    } + [0, -0]

  private func applied(_ kernel: (Int, UnsafePointer<Float>, FloatPointer) -> Void) -> [Float] {
    let (input, output) = (FloatBuffer(Self.samples), FloatBuffer(zeros: Self.samples.count))
    kernel(Self.samples.count, input.base, output.base)
    return output.values(Self.samples.count)
  }

  private func worstError(_ found: [Float], _ exact: (Double) -> Double) -> Double {
    zip(found, Self.samples).map { found, x in
      let expected = exact(Double(x))
      return abs(Double(found) - expected) / Double(max(Float(expected), .leastNormalMagnitude).ulp)
    }.max() ?? .infinity
  }

  @Test func exponentialsAreAccurate() {
    let found = applied { ss_exp_each($0, $1, $2) }
    #expect(worstError(found) { exp(min(max($0, -87), 88)) } <= 2)
  }

  @Test func sigmoidsAreAccurate() {
    let found = applied { ss_sigmoid_each($0, $1, $2) }
    #expect(worstError(found) { 1 / (1 + exp(-max($0, -88))) } <= 4)
  }

  @Test func hyperbolicTangentsAreAccurateAndOdd() {
    let found = applied { ss_tanh_each($0, $1, $2) }
    let errors = zip(found, Self.samples).map {
      abs(Double($0) - tanh(Double($1))) / Double(Float(tanh(Double($1))).ulp)
    }
    #expect((errors.max() ?? .infinity) <= 3)
    #expect(zip(found, Self.samples).allSatisfy { ($0.sign == .minus) == ($1.sign == .minus) })
  }

  @Test func whatIsNotANumberStaysSo() {
    let input = FloatBuffer([Float.nan, .nan, .nan])
    let output = FloatBuffer(zeros: 3)
    for kernel in [ss_exp_each, ss_tanh_each, ss_sigmoid_each] {
      kernel(3, input.base, output.base)
      #expect(output.values(3).allSatisfy { $0.isNaN })
    }
  }

  /// The parts of an array that are computed by whole vectors and those that are left over agree.
  @Test(arguments: [1, 15, 16, 17, 63, 64, 65, 200])
  func valuesDependOnNoPosition(count: Int) {
    let input = FloatBuffer([Float](repeating: 0.7231, count: count))
    let output = FloatBuffer(zeros: count)
    for kernel in [ss_exp_each, ss_tanh_each, ss_sigmoid_each] {
      kernel(count, input.base, output.base)
      #expect(Set(output.values(count)).count == 1)
    }
  }

  @Test(arguments: [1, 63, 64, 65, 1000])
  func dropoutFollowsPhilox(count: Int) {
    let mask = FloatBuffer(zeros: count)
    let key: UInt64 = 0x0123_4567_89ab_cdef
    ss_dropout_mask(key, count, 1 << 31, 2, mask.base)
    let expected = (0..<count).map { element -> Float in
      let counter = UInt32(element / 64 * 16 + element % 16)
      let block = philox4x32(counter: SIMD4(counter, 0, 0, 0), key: SIMD2(0x89ab_cdef, 0x0123_4567))
      return block[element % 64 / 16] < 1 << 31 ? 2 : 0
    }
    #expect(mask.values(count) == expected)
  }

  @Test(arguments: [1, 63, 64, 130])
  func selectedBitsStay(count: Int) {
    let words: [UInt64] = [0x8000_0000_0000_0001, 0xdead_beef_0bad_f00d, 2]
    let values = FloatBuffer((0..<count).map { $0 == 0 ? Float.nan : Float($0) })
    let selected = FloatBuffer(zeros: count)
    let kept = FloatBuffer(values.values(count))
    ss_select_bits(count, words, values.base, selected.base)
    ss_keep_bits(count, words, kept.base)
    for index in 0..<count {
      let isKept = words[index / 64] >> UInt64(index % 64) & 1 == 1
      #expect(kept.base[index].bitPattern == selected.base[index].bitPattern)
      #expect(selected.base[index].bitPattern == (isKept ? values.base[index].bitPattern : 0))
    }
  }

  @Test func maskedStepsLeaveTheRestAlone() {
    let bits: [UInt64] = [0xffff_0000_1234_5678, 0x5]
    let (values, velocities) = (FloatBuffer((0..<70).map { Float($0) }), FloatBuffer((0..<70).map { Float($0) / 8 }))
    let gradients = FloatBuffer((0..<70).map { Float($0) / 4 })
    ss_momentum_step_in_bits(70, bits, 0.5, 0.5, 2, gradients.base, velocities.base, values.base)
    for index in 0..<70 {
      let isKept = bits[index / 64] >> UInt64(index % 64) & 1 == 1
      let start = Float(index)
      let velocity = isKept ? start / 16 + start / 2 : start / 8
      #expect(velocities.base[index] == velocity)
      #expect(values.base[index] == (isKept ? start - velocity / 2 : start))
    }
  }

  @Test func replayedStepsAreThoseOneByOne() {
    let rates: [Float] = (0..<900).map { 0.1 / (1 + 0.05 * Float($0)) }
    let start = (0..<37).map { Float($0 - 18) * 1.7 }
    let (replayed, stepped) = (FloatBuffer(start), FloatBuffer(start))
    let (replayedVelocities, steppedVelocities) = (FloatBuffer(start), FloatBuffer(start))
    let zeros = FloatBuffer(zeros: 37)
    ss_momentum_replay(37, rates.count, rates, 0.9, replayedVelocities.base, replayed.base)
    for rate in rates { ss_momentum_step(37, rate, 0.9, 0.3, zeros.base, steppedVelocities.base, stepped.base) }
    #expect(replayed.values(37).map(\.bitPattern) == stepped.values(37).map(\.bitPattern))
    #expect(replayedVelocities.values(37).map(\.bitPattern) == steppedVelocities.values(37).map(\.bitPattern))
  }

  @Test func sumsAreThoseInDoublePrecision() {
    let (x, y) = (FloatBuffer((0..<53).map { Float($0) * 1.1 }), FloatBuffer((0..<53).map { 3 - Float($0) * 0.7 }))
    let expected = zip(x.values(53), y.values(53)).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    #expect(abs(ss_dot_product(53, x.base, y.base) - expected) < 1e-9)
    #expect(ss_sum_of_squares(53, x.base) == ss_dot_product(53, x.base, x.base))
  }

  @Test func logSumsOfExponentialsStandLargeNumbers() {
    let (x, matrix) = (FloatBuffer([1000, -1000, 3]), FloatBuffer([0, 5, -2000, 1, 2, 3000, 4, 5, -6]))
    let (work, result) = (FloatBuffer(zeros: 6), FloatBuffer(zeros: 3))
    ss_log_sum_exp_columns(3, x.base, matrix.base, work.base, result.base)
    expectClose(result.values(3), [1000, 1005, 2000], relative: 1e-6, "log sums")
  }
}
