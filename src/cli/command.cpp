#include "cli/command.hpp"

#include <CLI/CLI.hpp>

namespace primerank::cli {

Option Option::required() {
    option_->required();
    return *this;
}

Option Option::value_name(const std::string& name) {
    option_->type_name(name);
    return *this;
}

Option Option::description(const std::string& text) {
    option_->description(text);
    return *this;
}

Option Command::add_argument(const std::string& name, std::string& target,
                             const std::string& description) {
    return Option(*command_->add_option(name, target, description));
}

Option Command::add_argument(const std::string& name, std::vector<std::string>& targets,
                             const std::string& description) {
    return Option(*command_->add_option(name, targets, description));
}

Option Command::add_option(const std::string& names, std::string& target,
                           const std::string& description) {
    return Option(*command_->add_option(names, target, description));
}

Option Command::add_option(const std::string& names,
                           const std::function<void(const std::string&)>& take,
                           const std::string& description) {
    return Option(*command_->add_option_function(names, take, description));
}

Option Command::add_option(const std::string& names, std::vector<std::string>& targets,
                           const std::string& description) {
    return Option(*command_->add_option(names, targets, description)->allow_extra_args(false));
}

Option Command::add_flag(const std::string& names, bool& target, const std::string& description) {
    return Option(*command_->add_flag(names, target, description));
}

void Command::footer(const std::string& text) {
    command_->footer(text);
}

void Command::callback(const std::function<void()>& chosen) {
    command_->callback(chosen);
}

} // namespace primerank::cli
