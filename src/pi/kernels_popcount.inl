// For instruction sets that have an instruction for it, included before kernels_scalar.inl.

inline std::uint64_t popcount(std::uint64_t word) {
    return static_cast<std::uint64_t>(__builtin_popcountll(word));
}
