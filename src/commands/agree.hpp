#pragma once

#include "cluster/communicator.hpp"
#include "commands/exit_code.hpp"

#include <functional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

namespace primerank::commands {

/// Runs check on rank 0 and makes every rank throw the Refusal that it throws, if any: what only
/// rank 0 can see (files, forecasts) ends all ranks in order. What is thrown for an argument or a
/// path is made a Refusal.
template <cluster::Communicator C>
void agree(C& communicator, const std::function<void()>& check) {
    ExitCode code = ExitCode::done;
    std::string sentence;
    if (communicator.rank() == 0) {
        try {
            check();
        } catch (const Refusal& refusal) {
            code = refusal.code();
            sentence = refusal.what();
        } catch (const std::invalid_argument& error) {
            code = ExitCode::refused;
            sentence = error.what();
        } catch (const std::system_error& error) {
            code = ExitCode::path;
            sentence = error.what();
        }
    }
    code = communicator.scatter(
        std::vector<ExitCode>(static_cast<std::size_t>(communicator.size()), code));
    if (code != ExitCode::done) {
        throw Refusal(code, sentence);
    }
}

} // namespace primerank::commands
