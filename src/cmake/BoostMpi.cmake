# Finds Boost.Serialization, and the Boost.MPI that belongs to the MPI found before, or compiles
# Boost.MPI from its sources where PRIMERANK_BOOST_MPI_SOURCE says where they are.
set(PRIMERANK_BOOST_MPI_SOURCE "" CACHE PATH
    "Boost's folder libs/mpi/src, to be compiled where no Boost.MPI is installed for this MPI")

# find_boost(COMPONENT...): static libraries where they are installed, else shared ones.
macro(find_boost)
  set(Boost_USE_STATIC_LIBS ON)
  find_package(Boost 1.74 QUIET COMPONENTS ${ARGN})
  if(NOT Boost_FOUND)
    set(Boost_USE_STATIC_LIBS OFF)
    find_package(Boost 1.74 REQUIRED COMPONENTS ${ARGN})
  endif()
endmacro()

# Whether the Boost.MPI that was found speaks to this MPI: the name of this operator in the library
# tells the type of MPI_Comm, which no two families of MPI share.
function(require_boost_of_this_mpi)
  include(CheckCXXSourceCompiles)
  set(CMAKE_REQUIRED_LIBRARIES Boost::mpi MPI::MPI_CXX)
  check_cxx_source_compiles("
    #include <mpi.h>
    namespace boost { namespace mpi {
    class communicator { public: operator MPI_Comm() const; };
    } }
    int main(int, char** argv) {
      MPI_Comm comm = *reinterpret_cast<const boost::mpi::communicator*>(argv);
      return comm == MPI_COMM_NULL;
    }" PRIMERANK_BOOST_IS_OF_THIS_MPI)
  if(NOT PRIMERANK_BOOST_IS_OF_THIS_MPI)
    get_target_property(headers MPI::MPI_CXX INTERFACE_INCLUDE_DIRECTORIES)
    # Asked again once another MPI or Boost is chosen.
    unset(PRIMERANK_BOOST_IS_OF_THIS_MPI CACHE)
    message(FATAL_ERROR
      "Boost.MPI (found by ${Boost_DIR}) is built for another MPI than the one in ${headers}: choose "
      "its MPI by -DMPI_CXX_COMPILER=/path/of/mpicxx, a Boost that is built for yours by "
      "-DBoost_ROOT=/path, or give Boost's folder libs/mpi/src by -DPRIMERANK_BOOST_MPI_SOURCE=/path.")
  endif()
endfunction()

if(PRIMERANK_BOOST_MPI_SOURCE)
  find_boost(serialization)
  file(GLOB boost_mpi_sources "${PRIMERANK_BOOST_MPI_SOURCE}/*.cpp")
  if(NOT boost_mpi_sources)
    message(FATAL_ERROR "PRIMERANK_BOOST_MPI_SOURCE: no sources in ${PRIMERANK_BOOST_MPI_SOURCE}")
  endif()
  add_library(boost_mpi STATIC ${boost_mpi_sources})
  target_link_libraries(boost_mpi PUBLIC Boost::serialization MPI::MPI_CXX)
  add_library(Boost::mpi ALIAS boost_mpi)
else()
  find_boost(mpi serialization)
  require_boost_of_this_mpi()
endif()
