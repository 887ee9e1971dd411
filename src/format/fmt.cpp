// The functions of fmt that its headers only declare, compiled once: header-only, they cost every
// source seconds. Debian has them in a shared library only, which no static program can link.

#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {

using LocaleRef = locale_ref; // fmt 12 has it in the namespace around

template FMT_API auto dragonbox::to_decimal(float) noexcept -> dragonbox::decimal_fp<float>;
template FMT_API auto dragonbox::to_decimal(double) noexcept -> dragonbox::decimal_fp<double>;
template FMT_API auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template FMT_API auto decimal_point_impl(locale_ref) -> char;
#if FMT_VERSION < 110000
template FMT_API void vformat_to(buffer<char>&, string_view, basic_format_args<format_context>,
                                 locale_ref);
#endif

} // namespace detail

template FMT_API auto detail::LocaleRef::get<std::locale>() const -> std::locale;

FMT_END_NAMESPACE
