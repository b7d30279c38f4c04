cp -r runners/ruby /opt/seedmill/
