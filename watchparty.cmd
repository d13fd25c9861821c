@echo off
rem Finds a JDK and hands over to the launcher, which is Java: deploy\launcher.
setlocal EnableExtensions DisableDelayedExpansion
set "OLDEST=25"
set "JDK="

if defined JAVA_HOME call :consider "%JAVA_HOME%"
if not defined JDK for /f "delims=" %%j in ('where java 2^>nul') do if not defined JDK call :consider "%%~dpj.."
if not defined JDK for /d %%d in (
    "%ProgramFiles%\Eclipse Adoptium\*"
    "%ProgramFiles%\Java\*"
    "%ProgramFiles%\Microsoft\jdk*"
    "%ProgramFiles%\Zulu\*"
    "%ProgramFiles%\Amazon Corretto\*"
    "%ProgramFiles%\BellSoft\*"
    "%LOCALAPPDATA%\Programs\Eclipse Adoptium\*"
    "%USERPROFILE%\.jdks\*"
    "%USERPROFILE%\.sdkman\candidates\java\*"
) do if not defined JDK call :consider "%%~fd"

if not defined JDK (
    echo Watchparty needs a JDK %OLDEST% or later: install one ^(winget install EclipseAdoptium.Temurin.25.JDK^) or point JAVA_HOME at it. 1>&2
    exit /b 2
)
"%JDK%\bin\java.exe" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx96m "-Dwatchparty.home=%~dp0." "%~dp0deploy\launcher\src\main\java\dev\watchparty\launcher\Launcher.java" %*
exit /b %ERRORLEVEL%

rem Takes a folder for the JDK where it holds a whole one (the compiler too) that is new enough.
:consider
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "FOUND="
rem The line is JAVA_VERSION="25.0.1", or "25-ea" and the like: what counts is the first number.
for /f "usebackq tokens=1,2 delims==" %%k in ("%~1\release") do if "%%k"=="JAVA_VERSION" set "FOUND=%%l"
if not defined FOUND exit /b 0
set "FOUND=%FOUND:"=%"
for /f "delims=.-+" %%v in ("%FOUND%") do set "FOUND=%%v"
if %FOUND% GEQ %OLDEST% set "JDK=%~f1"
exit /b 0
