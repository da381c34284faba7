import CKernels
import Randomness
import Testing

@testable import Networks

/// Products of packed factors against sums in double precision, on every instruction set that the processor has.
@Suite struct PanelTests {
  static let instructionSets: [ss_instruction_set] =
    [ss_instructions_plain, ss_instructions_avx2, ss_instructions_avx512].filter {
      $0.rawValue <= ss_best_instruction_set().rawValue
    }

  private struct Random {
    var stream: RandomStream

    /// A matrix whose rows lie `gap` further apart than they are long, and the memory behind it.
    mutating func matrix(_ rows: Int, _ columns: Int, gap: Int = 3) -> (Matrix, FloatBuffer) {
      let buffer = FloatBuffer((0..<(rows * (columns + gap))).map { _ in stream.nextFloat() - 0.5 })
      return (Matrix(buffer.base, rows: rows, columns: columns, stride: columns + gap), buffer)
    }
  }

  private static let extents = [
    (1, 1, 1), (1, 16, 3), (2, 17, 5), (3, 31, 16), (4, 64, 7), (5, 80, 33), (6, 15, 2), (7, 33, 40), (11, 48, 19),
    (12, 47, 64), (13, 16, 10), (25, 130, 12), (10, 200, 130), (14, 49, 300), (37, 45, 777), (9, 5, 0),
  ]

  @Test(arguments: extents)
  func productsAreThoseInDoublePrecision(rows: Int, columns: Int, inner: Int) {
    var random = Random(stream: RandomStream(seed: UInt64(rows * columns + inner)))
    for isLeftTransposed in [false, true] {
      for isRightTransposed in [false, true] {
        let (left, leftMemory) = isLeftTransposed ? random.matrix(inner, rows) : random.matrix(rows, inner)
        let (right, rightMemory) = isRightTransposed ? random.matrix(columns, inner) : random.matrix(inner, columns)
        let (start, startMemory) = random.matrix(rows, columns)
        let panels = Panels()
        panels.pack(isRightTransposed ? .transposed(right) : .plain(right))
        for isAdding in [false, true] {
          let exact = (0..<rows).flatMap { row in
            (0..<columns).map { column in
              (0..<inner).reduce(isAdding ? Double(start.row(row)[column]) : 0) { sum, index in
                let a = isLeftTransposed ? left.row(index)[row] : left.row(row)[index]
                let b = isRightTransposed ? right.row(column)[index] : right.row(index)[column]
                return sum + Double(a) * Double(b)
              }
            }
          }
          for instructions in Self.instructionSets {
            let buffer = FloatBuffer(startMemory.values(startMemory.capacity))
            let result = Matrix(buffer.base, rows: rows, columns: columns, stride: start.stride)
            multiply(
              isLeftTransposed ? .transposed(left) : .plain(left), panels, into: result, adding: isAdding,
              instructions: instructions)
            let worst = zip(result.values, exact).map { abs(Double($0) - $1) }.max() ?? 0
            #expect(worst <= 1e-6 * (1 + Double(inner)), "\(instructions), \(isLeftTransposed), \(isRightTransposed)")
            // Nothing is written between the rows.
            for row in 0..<rows {
              for column in columns..<start.stride { #expect(result.row(row)[column] == start.row(row)[column]) }
            }
          }
        }
        withExtendedLifetime((leftMemory, rightMemory)) {}
      }
    }
  }

  /// What is promised of bits: sets that fuse agree, and a row has the same in any company.
  @Test func bitsDependOnNoExtent() {
    var random = Random(stream: RandomStream(seed: 5))
    let (left, leftMemory) = random.matrix(29, 301)
    let (right, rightMemory) = random.matrix(301, 70)
    let panels = Panels()
    panels.pack(.plain(right))
    func product(_ left: Matrix, _ instructions: ss_instruction_set) -> [UInt32] {
      let result = FloatBuffer(zeros: left.rows * 70)
      multiply(
        .plain(left), panels, into: Matrix(result.base, rows: left.rows, columns: 70), instructions: instructions)
      return result.values(left.rows * 70).map(\.bitPattern)
    }
    for instructions in Self.instructionSets {
      let together = product(left, instructions)
      for row in 0..<left.rows {
        #expect(product(left.rows(row..<(row + 1)), instructions) == Array(together[(row * 70)..<(row * 70 + 70)]))
      }
    }
    let fused = Self.instructionSets.filter { $0 != ss_instructions_plain }.map { product(left, $0) }
    #expect(fused.allSatisfy { $0 == fused.first })
    withExtendedLifetime((leftMemory, rightMemory)) {}
  }

  @Test(arguments: [(1, 1), (5, 20), (16, 16), (33, 47), (64, 130)])
  func packingMasks(rows: Int, columns: Int) {
    var random = Random(stream: RandomStream(seed: 6))
    let (matrix, memory) = random.matrix(rows, columns, gap: 0)
    memory.base[0] = .nan
    let mask = TensorMask(count: rows * columns) { _ in random.stream.nextIndex(below: 2) == 0 }
    let masked = FloatBuffer(
      memory.values(rows * columns).enumerated().map { mask.keeps($0.offset) ? $0.element : 0 })
    let explicit = Matrix(masked.base, rows: rows, columns: columns)
    let factors: [(Factor, Factor)] = [
      (.plain(matrix), .plain(explicit)), (.transposed(matrix), .transposed(explicit)),
    ]
    for (factor, expected) in factors {
      let (found, wanted) = (Panels(), Panels())
      found.pack(factor, mask: mask)
      wanted.pack(expected)
      let inner = found.inner
      let one = FloatBuffer((0..<inner).map { Float($0 + 1) })
      func product(_ panels: Panels) -> [UInt32] {
        let result = FloatBuffer(zeros: panels.columns)
        multiply(
          .plain(Matrix(one.base, rows: 1, columns: inner)), panels,
          into: Matrix(result.base, rows: 1, columns: panels.columns))
        return result.values(panels.columns).map(\.bitPattern)
      }
      #expect(product(found) == product(wanted))
    }
    withExtendedLifetime((memory, masked)) {}
  }
}
